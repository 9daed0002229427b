package dev.gatehouse.ledger.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.Booth;
import dev.gatehouse.model.Ranges;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/** What is told first of how the car park stands. */
class OpenVisitEventsTest {
    private static final int INSIDE = 20;

    @TempDir private Path folder;
    private Booth booth;

    @BeforeEach
    void manyCarsStayAndThenManyPassThrough() {
        booth = new Booth(folder, "central-1");
        booth.ledger()
                .decide(
                        desk -> {
                            for (int car = 0; car < INSIDE; car++) {
                                Booth.entered(desk, "30F" + (10_000 + car));
                            }
                            for (int car = 0; car < OpenVisitEvents.NEWEST; car++) {
                                String plate = "29A" + (10_000 + car);
                                Booth.left(desk, Booth.entered(desk, plate), 5_000);
                            }
                            return true;
                        })
                .join();
    }

    @AfterEach
    void close() {
        booth.close();
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                INSIDE,
                OpenVisitEvents.INSIDE - 1,
                OpenVisitEvents.INSIDE,
                1L << 40,
                Long.MAX_VALUE
            })
    void itIsTheEventsOfAllCarsInsideAndTheNewest(long most) {
        long all = booth.ledger().holdings().events();

        assertThat(numbers(most))
                .isEqualTo(
                        Ranges.of(
                                LongStream.concat(
                                        LongStream.rangeClosed(1, INSIDE),
                                        LongStream.rangeClosed(
                                                all - OpenVisitEvents.NEWEST + 1, all))));
    }

    @Test
    void itIsNothingWhereMoreAreInsideThanIsWanted() {
        assertThat(booth.ledger().present(INSIDE - 1)).isEmpty();
        assertThat(booth.ledger().present(0)).isEmpty();
    }

    private Ranges numbers(long most) {
        List<OpenVisitEvents.Part> parts = booth.ledger().present(most);
        assertThat(parts).hasSize(1);
        return parts.getFirst().numbers();
    }
}
