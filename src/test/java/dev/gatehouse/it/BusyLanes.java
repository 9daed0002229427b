package dev.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Cars at several lanes of a running booth, as fast as it answers. */
final class BusyLanes {
    private static final int LANES = 16;

    private BusyLanes() {}

    /**
     * So many cars come in, and those before the others go out again.
     *
     * @param series two digits that begin their plates
     */
    static void pass(BoothProcess booth, int series, int in, int out) throws Exception {
        eachOf(in, car -> open(booth, series, car, "ENTRY"));
        eachOf(out, car -> open(booth, series, car, "EXIT"));
    }

    private static void open(BoothProcess booth, int series, int car, String action) {
        try {
            assertThat(booth.open("%02dA%05d".formatted(series, car)).path("action").stringValue())
                    .isEqualTo(action);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void eachOf(int cars, IntConsumer work) throws Exception {
        try (var lanes = Executors.newFixedThreadPool(LANES)) {
            var done = new ArrayList<Future<?>>();
            for (int lane = 0; lane < LANES; lane++) {
                int first = lane;
                done.add(
                        lanes.submit(
                                () -> {
                                    for (int car = first; car < cars; car += LANES) {
                                        work.accept(car);
                                    }
                                }));
            }
            for (Future<?> lane : done) {
                lane.get();
            }
        }
    }
}
