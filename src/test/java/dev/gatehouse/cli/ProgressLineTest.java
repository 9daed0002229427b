package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;

class ProgressLineTest {
    private final StringWriter text = new StringWriter();

    private ProgressLine line(boolean asked) {
        return new ProgressLine(new PrintWriter(text), asked, false);
    }

    @Test
    void withoutATerminalNothingIsShownUnlessItWasAskedFor() {
        line(false).at("events", 5, 5);
        assertThat(text.toString()).isEmpty();
        line(true).at("events", 5, 5);
        assertThat(text.toString()).startsWith("5 of 5 events, 100 %, ");
    }

    @Test
    void onATerminalOneLineIsWrittenOverAndLeftAtTheEnd() {
        var line = new ProgressLine(new PrintWriter(text), false, true);
        line.at("events", 5, 5);
        assertThat(text.toString()).startsWith("\r5 of 5 events").doesNotContain("\n");
        line.end();
        line.end();
        assertThat(text.toString().lines()).hasSize(2);
    }

    @Test
    void theEndIsAlwaysShownAndAnEmptyLedgerIsWhole() {
        ProgressLine line = line(true);
        line.at("events", 1, 1_000_000);
        assertThat(text.toString()).as("too soon to say").isEmpty();
        line.at("events", 1_000_000, 1_000_000);
        assertThat(text.toString()).startsWith("1,000,000 of 1,000,000 events, 100 %, ");
        line(true).at("pages", 0, 0);
        assertThat(text.toString()).contains("0 of 0 pages, 100 %");
    }
}
