package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What can be told of a command line before it is read. */
class MainTest {
    @Test
    void theWindowsOwnOptionsOpenIt() {
        assertThat(Main.opensWindow()).isTrue();
        assertThat(Main.opensWindow("--data", "node")).isTrue();
        assertThat(Main.opensWindow("--config=site.json", "--data", "here")).isTrue();
    }

    @Test
    void aCommandOrAQuestionOpensNone() {
        assertThat(Main.opensWindow("node")).isFalse();
        assertThat(Main.opensWindow("--data", "here", "node")).isFalse();
        assertThat(Main.opensWindow("--help")).isFalse();
        assertThat(Main.opensWindow("-V")).isFalse();
    }
}
