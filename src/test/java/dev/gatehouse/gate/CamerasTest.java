package dev.gatehouse.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Camera;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class CamerasTest {
    private static final Instant START = Instant.parse("2026-11-22T02:51:48Z");

    private Instant now = START;
    private long nanos;
    private final Cameras cameras = new Cameras(() -> now, () -> nanos, List.of());

    private void heard(int id, long sent) {
        cameras.heard(new Camera.Word(id, "Cổng " + id, "ENTRY", sent, 0));
    }

    @Test
    void aCameraIsOnlineForAMinuteAfterItsLastWord() {
        heard(1, 3);
        now = START.plusSeconds(60);
        assertThat(cameras.all()).singleElement().matches(Camera::online);
        now = START.plusSeconds(61);
        assertThat(cameras.all()).singleElement().matches(camera -> !camera.online());
        heard(1, 4);
        assertThat(cameras.all())
                .containsExactly(new Camera(1, "Cổng 1", "ENTRY", true, now, 4, 0, START));
    }

    @Test
    void thoseOfBeforeAreListedAsSilentUntilTheyAreHeard() {
        var known = new Camera(4, "Cổng 4", "EXIT", false, START.minusSeconds(90), 9, 1, START);
        var again = new Cameras(() -> now, () -> nanos, List.of(known));
        assertThat(again.all()).containsExactly(known);

        assertThat(again.heard(new Camera.Word(4, "Cổng 4", "EXIT", 10, 1))).isFalse();
        assertThat(again.heard(new Camera.Word(4, "Cổng Bắc", "EXIT", 10, 1))).isTrue();

        assertThat(again.all())
                .containsExactly(new Camera(4, "Cổng Bắc", "EXIT", true, now, 10, 1, START));
    }

    @Test
    void oneThatWasHeardSinceTheStartIsSilentAfterAMinuteUntilItIsHeard() {
        var known = new Camera(4, "Cổng 4", "EXIT", false, START.minusSeconds(90), 9, 1, START);
        var again = new Cameras(() -> now, () -> nanos, List.of(known));
        again.heard(new Camera.Word(5, "Cổng 5", "ENTRY", 1, 0));
        now = START.plusSeconds(60);
        assertThat(again.silent()).isEmpty();
        now = START.plusSeconds(61);
        assertThat(again.silent()).extracting(Camera::id).containsExactly(5);
        again.heard(new Camera.Word(5, "Cổng 5", "ENTRY", 2, 0));
        assertThat(again.silent()).isEmpty();
    }

    @Test
    void theyAreListedByTheirNumbers() {
        heard(7, 0);
        heard(2, 0);
        assertThat(cameras.all()).extracting(Camera::id).containsExactly(2, 7);
    }

    @Test
    void theOneSilentLongestGivesWayToOneTooMany() {
        for (int id = 0; id < Cameras.MOST; id++) {
            heard(id, 0);
            now = now.plusMillis(1);
        }
        heard(0, 1);
        heard(9_999, 0);
        assertThat(cameras.all())
                .hasSize(Cameras.MOST)
                .extracting(Camera::id)
                .contains(0, 9_999)
                .doesNotContain(1);
    }

    /** A word whose time is off by so much when it comes. */
    private void said(int id, Duration off) {
        pass(Duration.ofSeconds(30));
        cameras.heard(new Camera.Word(id, "Cổng " + id, "ENTRY", 0, 0, now.plus(off)));
    }

    private void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    @Test
    void aDevicesClockIsTheMiddleOneOfItsLastFiveWords() {
        assertThat(cameras.skew(1)).isEmpty();
        said(1, Duration.ofSeconds(40));
        assertThat(cameras.skew(1)).contains(Duration.ofSeconds(40));
        said(1, Duration.ofSeconds(-300)); // it was five minutes on its way
        said(1, Duration.ofSeconds(41));
        said(1, Duration.ofSeconds(-900));
        said(1, Duration.ofSeconds(42));
        assertThat(cameras.skew(1)).contains(Duration.ofSeconds(40));
        assertThat(cameras.all().getFirst().clockOffset()).isEqualTo(Duration.ofSeconds(40));
        for (int word = 0; word < 3; word++) {
            said(1, Duration.ZERO); // somebody has set it
        }
        assertThat(cameras.skew(1)).contains(Duration.ZERO);
    }

    @Test
    void aDevicesClockIsUnknownTenMinutesAfterItToldItAndBeginsAnew() {
        said(1, Duration.ofHours(-7));
        pass(Cameras.SKEW_HOLDS);
        heard(1, 5); // a word without a time tells nothing of it
        assertThat(cameras.skew(1)).contains(Duration.ofHours(-7));
        pass(Duration.ofSeconds(1));
        assertThat(cameras.skew(1)).isEmpty();
        assertThat(cameras.all().getFirst().clockOffset()).isNull();
        said(1, Duration.ofSeconds(2));
        assertThat(cameras.skew(1)).contains(Duration.ofSeconds(2));
        assertThat(cameras.skew(2)).as("another one").isEmpty();
    }

    @Test
    void aDevicesClockIsComparedWithThisOneAsItIsSetNow() {
        said(1, Duration.ofHours(2));
        now = now.plus(Duration.ofHours(2)); // the PC was behind, and is right now
        assertThat(cameras.skew(1)).contains(Duration.ZERO);
    }
}
