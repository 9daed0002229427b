package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class Utf8RestartTest {
    @Test
    void argumentsStayByteForByteAlsoEmptyOnes() {
        byte[] line = "java\0--data\0Bãi xe\0\0".getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8Restart.arguments(line))
                .extracting(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .containsExactly("java\0", "--data\0", "Bãi xe\0", "\0");
    }
}
