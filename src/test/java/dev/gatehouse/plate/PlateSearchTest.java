package dev.gatehouse.plate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

/** Which cars a person may mean who typed part of a plate, or a wrong one. */
class PlateSearchTest {
    private static final List<String> INSIDE =
            List.of("51F99999", "30G56789", "30C56788", "29MĐ101353", "29A12345");

    private static List<String> like(String key) {
        return PlateSearch.like(key, INSIDE, 50);
    }

    @Test
    void aPlateThatBeginsSoIsFoundAndThenNoneThatIsOnlyNear() {
        assertThat(like("51F")).containsExactly("51F99999");
        assertThat(like("30G56")).containsExactly("30G56789");
        assertThat(like("29MD1")).containsExactly("29MĐ101353");
    }

    @Test
    void twoDigitsThatChangedPlacesAreNear() {
        assertThat(like("30G56798")).startsWith("30G56789");
    }

    @Test
    void theNearestComesFirst() {
        assertThat(like("30C56789")).containsExactly("30G56789", "30C56788");
    }

    @Test
    void theBarOfADCountsForNothing() {
        assertThat(like("29MD101354")).containsExactly("29MĐ101353");
    }

    @Test
    void anotherPlateIsNoneOfThem() {
        assertThat(like("77C77777")).isEmpty();
        assertThat(like("29B")).as("too short to be near").isEmpty();
    }

    @Test
    void atMostFiveAreOfferedThatAreOnlyNear() {
        List<String> many = IntStream.range(0, 9).mapToObj(i -> "30G5678" + i).toList();
        assertThat(PlateSearch.like("30G5678A", many, 50)).hasSize(5).startsWith("30G56784");
    }

    @Test
    void onlyDigitsAreTheEndOfAPlate() {
        assertThat(PlateSearch.isTail("12345")).isTrue();
        assertThat(PlateSearch.isTail("F12345")).isFalse();
    }
}
