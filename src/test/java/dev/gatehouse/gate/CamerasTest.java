package dev.gatehouse.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Camera;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class CamerasTest {
    private static final Instant START = Instant.parse("2026-11-22T02:51:48Z");

    private Instant now = START;
    private final Cameras cameras = new Cameras(() -> now);

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
}
