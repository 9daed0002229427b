package dev.gatehouse.plate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlateDistanceTest {
    @ParameterizedTest(name = "{0} and {1} are {2} tenths apart")
    @CsvSource({
        "29A1234S, 29A12345, 2",
        "30C56789, 30G56789, 4",
        "51F12354, 51F12345, 6",
        "29A1234, 29A12345, 8",
        "29A92345, 29A12345, 10",
        "29MD101353, 29MĐ101353, 1",
        "51F6789O, 51F67890, 2",
        "51F6789D, 51F67890, 3",
        "51F6789Q, 51F67890, 3",
        "Z9AI2E45, 29A12F45, 8",
        "29A54321, 29A12345, 40",
        "'', 29A, 24"
    })
    void lookAlikesCostLessThanOtherLetters(String one, String other, int tenths) {
        assertThat(PlateDistance.tenths(one, other)).isEqualTo(tenths);
        assertThat(PlateDistance.between(one, other)).isEqualTo(tenths / 10.0);
    }

    @ParameterizedTest
    @CsvSource({
        "0, O, 2", "1, I, 2", "2, Z, 2", "8, B, 2", "5, S, 2", "0, D, 3", "0, Q, 3", "6, G, 3",
        "3, 8, 4", "3, B, 4", "C, G, 4", "E, F, 4", "H, K, 4", "M, N, 4", "U, V, 4", "V, Y, 4",
        "4, A, 4", "7, T, 4", "D, Đ, 1", "A, B, 10", "O, Q, 10", "U, Y, 10"
    })
    void everyPairOfTheGroupsHasItsCost(String one, String other, int tenths) {
        assertThat(PlateDistance.tenths(one, other)).isEqualTo(tenths);
        assertThat(PlateDistance.tenths("29" + other + "7", "29" + one + "7")).isEqualTo(tenths);
    }

    @Test
    void aSwappedPairIsNotEditedAgain() {
        assertThat(PlateDistance.tenths("CA", "AC")).isEqualTo(6);
        assertThat(PlateDistance.tenths("CA", "ABC"))
                .as("the alignment is the optimal one, not Damerau's of unbounded edits")
                .isEqualTo(24)
                .isGreaterThan(6 + 8);
    }

    @Property
    void theDistanceIsTheSameBothWaysAndNoneOnlyToItself(
            @ForAll("plates") String one, @ForAll("plates") String other) {
        assertThat(PlateDistance.tenths(one, other)).isEqualTo(PlateDistance.tenths(other, one));
        assertThat(PlateDistance.tenths(one, one)).isZero();
        assertThat(PlateDistance.tenths(one, other) == 0).isEqualTo(one.equals(other));
    }

    @Property
    void oneMoreCharacterOnBothNeverBringsPlatesFurtherApart(
            @ForAll("plates") String one, @ForAll("plates") String other) {
        assertThat(PlateDistance.tenths(one + "7", other + "7"))
                .isLessThanOrEqualTo(PlateDistance.tenths(one, other));
    }

    @Property
    void theLengthsAloneSetABound(@ForAll("plates") String one, @ForAll("plates") String other) {
        int longer = Math.max(one.length(), other.length());
        int apart = Math.abs(one.length() - other.length());
        assertThat(PlateDistance.tenths(one, other))
                .isBetween(8 * apart, 8 * apart + 10 * (longer - apart));
    }

    /** A detour through another plate is no shorter where gaps alone are between the three. */
    @Property
    void leavingOutCharactersAddsUp(@ForAll("plates") String plate) {
        for (int cut = 0; cut <= plate.length(); cut++) {
            assertThat(PlateDistance.tenths(plate, plate.substring(0, cut)))
                    .isEqualTo(8 * (plate.length() - cut));
        }
    }

    @Test
    void whatIsLongerThanAnyPlateIsNotCompared() {
        assertThat(PlateDistance.tenths("0".repeat(20), "O".repeat(20))).isEqualTo(40);
        assertThatThrownBy(() -> PlateDistance.tenths("0".repeat(21), "29A12345"))
                .hasMessage("a plate of 21 characters; expected a canonical one, at most 20");
    }

    @Provide
    Arbitrary<String> plates() {
        return Arbitraries.strings().withChars("0123568ABDĐGOQSTZ").ofMaxLength(12);
    }
}
