package dev.gatehouse.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** That runs with originals fail where one line of the original's dialect is written wrongly. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class MixedBugsAreFoundTest {
    private static final int RUNS = 100;
    private static final Path SYNC = Path.of("src/main/java/dev/gatehouse/sync");

    private static void assertFound(BrokenEngine engine, String how)
            throws ReflectiveOperationException {
        String failure = null;
        long seed = 0;
        while (failure == null && seed < RUNS) {
            failure = engine.failure(++seed, "mixed");
        }
        assertThat(failure).as("found within " + RUNS + " runs").isNotNull().contains(how);
        System.out.println("found by seed " + seed + ": " + failure);
    }

    @Test
    void anExitThatIsInARowOnlyIsNotTakenIn() throws Exception {
        assertFound(
                BrokenEngine.with(
                        SYNC.resolve("original/FactMaker.java"),
                        "if (row.out()) {",
                        "if (row.out() && row.fee() < 0) {"),
                "nobody has the exit");
    }

    @Test
    void aFrameThatOriginalsDoNotKnow() throws Exception {
        assertFound(
                BrokenEngine.with(
                        SYNC.resolve("original/FrameWriter.java"),
                        "text(\"VEHICLE_ENTRY_CONFIRMED\"",
                        "text(\"G_ENTRY_CONFIRMED\""),
                "does not understand");
    }

    @Test
    void aCarThatLeftHereAndIsNotToldToBeOut() throws Exception {
        assertFound(
                BrokenEngine.with(
                        SYNC.resolve("original/KnownRows.java"),
                        "if (there == null || !there.out()) {",
                        "if (there == null) {"),
                "inside, which is outside here");
    }
}
