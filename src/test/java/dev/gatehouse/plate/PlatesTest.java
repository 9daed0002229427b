package dev.gatehouse.plate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Plate;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatesTest {
    @ParameterizedTest(name = "{0} is stored as {1}")
    @CsvSource({
        "29A-123.45, 29A12345",
        "' 29a 123 45 ', 29A12345",
        "29-MĐ1 013.53, 29MĐ101353",
        "29-mđ1 013.53, 29MĐ101353",
        "80-011-NG-01, 80011NG01",
        "TC-33-86, TC3386",
        "ABC, ABC"
    })
    void onlyLettersAndDigitsAreStored(String raw, String canonical) {
        assertThat(plate(raw).canonical()).isEqualTo(canonical);
    }

    @Test
    void aLetterDecodedAsLatin1IsStillTheBarredD() {
        assertThat(plate("29-M\u00D01 013.53").canonical()).isEqualTo("29MĐ101353");
        assertThat(plate("29-m\u00F01 013.53").canonical()).isEqualTo("29MĐ101353");
    }

    @Test
    void aMarkedLetterIsNotTakenForThePlainOne() {
        assertThat(plate("29A1\u0301 12345").canonical())
                .as("a mark after a digit falls away")
                .isEqualTo("29A112345");
        assertThat(plate("29A\u0301 12345").canonical())
                .as("composed and decomposed are one text")
                .isEqualTo(plate("29\u00C1 12345").canonical())
                .isEqualTo("2912345");
    }

    @ParameterizedTest(name = "{0} is read as {1}")
    @CsvSource({
        "29A12345, 29A-123.45",
        "29A1234, 29A-1234",
        "29AB12345, 29-AB 123.45",
        "29AB1234, 29-AB 1234",
        "29LD12345, 29-LD 123.45",
        "29KT112345, 29-KT1 123.45",
        "29MĐ101353, 29-MĐ1 013.53",
        "29MĐ1353, 29-MĐ 1353",
        "80011NG01, 80-011-NG-01",
        "TC3386, TC-33-86",
        "T2912345, T29-123.45"
    })
    void aPlateOfAnUnambiguousClassIsFormatted(String raw, String view) {
        assertThat(plate(raw).view()).isEqualTo(view);
    }

    @ParameterizedTest
    @ValueSource(strings = {"29A112345", "29-A1 123.45", "29MĐ10135", "80NG01101", "KHÔNG BIỂN"})
    void whatTheTextDoesNotDecideIsShownAsTyped(String raw) {
        assertThat(plate(raw).view()).isEqualTo(raw);
    }

    @Test
    void theSendersViewGoesBeforeOurs() {
        assertThat(plate("29A12345", " 29A·123.45\r\n\u202E").view()).isEqualTo("29A·123.45");
        assertThat(plate("29A12345", " \t ").view()).isEqualTo("29A-123.45");
    }

    @Test
    void aViewIsNeverLongerThanFitsNorCutInsideACharacter() {
        assertThat(plate("29A12345", "x".repeat(40)).view()).isEqualTo("x".repeat(32));
        assertThat(plate("29A12345", "x".repeat(31) + "\uD83D\uDE97").view())
                .isEqualTo("x".repeat(31));
        assertThat(plate("-".repeat(40) + "29A112345").view())
                .as("typed text that does not fit gives way to the canonical one")
                .isEqualTo("29A112345");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "29", "- . -", "ÁÁÁÁ", "123456789012345678901"})
    void tooShortOrTooLongIsRefusedWithTheValueAndTheExpectation(String raw) {
        assertThat(Plates.read(raw))
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused ->
                                assertThat(refused.why())
                                        .isEqualTo(
                                                "'"
                                                        + raw
                                                        + "' is no plate; expected 3 to 20 letters"
                                                        + " (A to Z, Đ) and digits"));
    }

    @Test
    void aRefusalCannotForgeALogLine() {
        assertThat(Plates.read("2\nERROR " + "9".repeat(500)))
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused -> assertThat(refused.why()).hasSizeLessThan(100).hasLineCount(1));
    }

    @Test
    void anOriginalThatLostTheBarStillFindsTheCar() {
        assertThat(Plates.comparisonKey("29MĐ101353"))
                .isEqualTo(Plates.comparisonKey("29MD101353"))
                .isEqualTo("29MD101353");
    }

    @Test
    void aPlateIsAlikeToThoseThatDifferInTheBarAlone() {
        assertThat(Plates.alike("29MD101353")).containsExactly("29MĐ101353");
        assertThat(Plates.alike("29ĐD12345"))
                .containsExactlyInAnyOrder("29DD12345", "29DĐ12345", "29ĐĐ12345");
        assertThat(Plates.alike("29A12345")).isEmpty();
        assertThat(Plates.alike("DDDDDDDDDDDDDDDDDDDD")).isEmpty();
    }

    @ParameterizedTest(name = "{0} looks for {1}")
    @CsvSource({"123.45, 12345", "29a-12, 29A12", "md1 013, MD1013", "MĐ1, MD1", "'.-', ''"})
    void aSearchPassesOverSpacesDotsDashesAndCase(String typed, String key) {
        assertThat(Plates.searchKey(typed)).isEqualTo(key);
    }

    @Property
    void whatIsStoredHasOnlyTheAlphabetOfPlates(@ForAll String raw) {
        switch (Plates.read(raw)) {
            case Reading.Read(Plate plate) -> {
                assertThat(plate.canonical()).matches("[A-ZĐ0-9]{3,20}");
                assertThat(plate.view()).isNotBlank().hasSizeLessThanOrEqualTo(32);
                assertThat(plate.view().chars().noneMatch(Character::isISOControl)).isTrue();
            }
            case Reading.Refused refused -> assertThat(refused.why()).hasSizeLessThan(100);
        }
    }

    @Property
    void readingWhatIsStoredChangesNothing(@ForAll("plateLike") String raw) {
        if (Plates.read(raw) instanceof Reading.Read(Plate plate)) {
            assertThat(plate(plate.canonical()).canonical()).isEqualTo(plate.canonical());
            assertThat(plate(plate.view()))
                    .as("what people read leads back to the same plate")
                    .isEqualTo(plate);
        }
    }

    @Property
    void anyPartOfAPlateFindsIt(@ForAll("plateLike") String raw, @ForAll int where) {
        if (Plates.read(raw) instanceof Reading.Read(Plate plate)) {
            int from = Math.floorMod(where, plate.canonical().length());
            assertThat(Plates.comparisonKey(plate.canonical()))
                    .contains(Plates.searchKey(plate.canonical().substring(from)));
        }
    }

    @Provide
    Arbitrary<String> plateLike() {
        return Arbitraries.strings()
                .withChars("0123456789ABDMTđĐ -.")
                .ofMinLength(2)
                .ofMaxLength(24);
    }

    private static Plate plate(String raw) {
        return plate(raw, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "29A-123.45",
                "29A-1234",
                "29-B1 123.45",
                "29-AB 123.45",
                "29-MĐ1 013.53",
                "29-KT 123.45",
                "80-011-NG-01",
                "80-NG-12345",
                "TC-33-86",
                "T29-123.45"
            })
    void theKnownFormsAreUsual(String typed) {
        assertThat(Plates.isUsual(plate(typed, null))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ABC", "29A-123", "12345", "29A-123.4567", "KHONG BIEN", "B 12 CDE"})
    void whatHasNoneOfTheKnownFormsIsNot(String typed) {
        assertThat(Plates.isUsual(plate(typed, null))).isFalse();
    }

    private static Plate plate(String raw, @Nullable String view) {
        return switch (Plates.read(raw, view)) {
            case Reading.Read(Plate plate) -> plate;
            case Reading.Refused refused -> throw new AssertionError(refused.why());
        };
    }
}
