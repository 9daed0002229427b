package dev.gatehouse.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class ComplaintsTest {
    private Instant now = Instant.parse("2026-03-01T08:00:00Z");
    private final Complaints complaints = new Complaints(() -> now);

    private int said(String who, int times) {
        int said = 0;
        for (int i = 0; i < times; i++) {
            said += complaints.warn(who, "rubbish " + i) ? 1 : 0;
        }
        return said;
    }

    @Test
    void eachPeerHasTenLinesAMinute() {
        assertThat(said("central-2", 10_000)).isEqualTo(10);
        assertThat(said("central-3", 3)).isEqualTo(3);
        now = now.plusSeconds(61);
        assertThat(said("central-2", 10_000)).isEqualTo(10);
    }

    @Test
    void namesMadeUpByTheThousandShareOneAllowance() {
        int said = 0;
        for (int i = 0; i < 10_000; i++) {
            said += said("made-up-" + i, 1);
        }
        assertThat(said).isEqualTo(Complaints.PEERS + Complaints.LINES_A_MINUTE);
    }

    @Test
    void aMegabyteBecomesOneLineOfThreeHundredLetters() {
        assertThat(Complaints.clip("x\n".repeat(500_000))).hasSize(301).doesNotContain("\n");
    }
}
