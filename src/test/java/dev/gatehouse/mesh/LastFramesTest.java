package dev.gatehouse.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastFramesTest {
    private final LastFrames last = new LastFrames();

    @Test
    void aFrameWithTheSameBytesIsARepeatAndAnyOtherIsNone() {
        assertThat(last.repeats("{\"ask\":1}")).isFalse();
        assertThat(last.repeats("{\"ask\":2}")).isFalse();
        assertThat(last.repeats("{\"ask\":1}")).isTrue();
        assertThat(last.repeats(new byte[] {1, 2})).isFalse();
        assertThat(last.repeats(new byte[] {1, 2})).isTrue();
    }

    @Test
    void onlyTheLastAreRemembered() {
        for (int i = 0; i <= LastFrames.KEPT; i++) {
            last.repeats("frame " + i);
        }
        assertThat(last.repeats("frame 1")).isTrue();
        assertThat(last.repeats("frame 0")).as("the oldest is forgotten").isFalse();
    }
}
