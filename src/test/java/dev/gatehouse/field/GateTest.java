package dev.gatehouse.field;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

class GateTest {
    private static final Map<Integer, Double> KEPT = Map.of(1_000, 6.0, 5_000, 4.0);

    @TempDir Path folder;

    @Test
    void isOpenWhereNothingWorsenedByHalf() {
        assertThat(Gate.verdicts(KEPT, Map.of(1_000, 9.0, 5_000, 1.0))).isEmpty();
    }

    @Test
    void saysWhichWorsenedAndByHowMuch() {
        assertThat(Gate.verdicts(KEPT, Map.of(1_000, 6.1, 5_000, 8.0)))
                .containsExactly(
                        "5,000 rows missed: 8.0 times the bare batch, was 4.0: 100 % worse");
    }

    @Test
    void isShutWhereSomethingWasNotMeasured() {
        assertThat(Gate.verdicts(KEPT, Map.of(5_000, 4.0)))
                .containsExactly("1,000 rows: not measured");
    }

    @Test
    void readsWhatWasKept() throws Exception {
        Path file = folder.resolve("ratios.json");
        Gate.write(file, Map.of(1_000, 6.0049, 5_000, 4.0));

        assertThat(Gate.read(file)).isEqualTo(KEPT);
    }
}
