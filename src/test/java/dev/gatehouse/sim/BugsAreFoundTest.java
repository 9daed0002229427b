package dev.gatehouse.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The simulator can fail: mistakes that people make are each found within 1,000 runs. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class BugsAreFoundTest {
    private static final int RUNS = 1_000;
    private static final Path LEDGER = Path.of("src/main/java/dev/gatehouse/ledger");
    private static final Path SYNC = Path.of("src/main/java/dev/gatehouse/sync");
    private static final Path STORE = Path.of("src/test/java/dev/gatehouse/ledger");

    private static void assertFound(BrokenEngine engine, String... kinds)
            throws ReflectiveOperationException {
        String failure = null;
        long seed = 0;
        while (failure == null && seed < RUNS) {
            failure = engine.failure(++seed, kinds);
        }
        assertThat(failure).as("found within " + RUNS + " runs").isNotNull();
        System.out.println("found by seed " + seed + ": " + failure);
    }

    @Test
    void rangesThatAreCommittedBeforeTheirEvents() throws Exception {
        assertFound(
                BrokenEngine.with(
                        STORE.resolve("MemoryStore.java"),
                        "disk.commit(process, changed);",
                        "MemoryTables early = disk.tables(process).copy();"
                                + "early.streams = changed.streams;"
                                + "early.streamKeys = changed.streamKeys;"
                                + "disk.commit(process, early);"
                                + "disk.commit(process, changed);"));
    }

    @Test
    void theClockOfWhoeverTakesAnEventInsteadOfItsOwn() throws Exception {
        assertFound(
                BrokenEngine.with(
                        LEDGER.resolve("Transaction.java"),
                        "Leafed kept = erased ? leafed.erased() : leafed;",
                        "Leafed kept = new Leafed(new LedgerEvent(event.stream(), event.seq(),"
                                + " event.id(), event.kind(), event.src(), event.central(),"
                                + " Hlc.ofMs(now.toEpochMilli()), event.wallMs(),"
                                + " event.payload(), event.erased()), leafed.leaf());"));
    }

    @Test
    void twoFactsOfOneMomentWithoutATieBreak() throws IOException, ReflectiveOperationException {
        assertFound(
                BrokenEngine.with(
                        LEDGER.resolve("FoldKey.java"),
                        """
                        Comparator.comparingLong(FoldKey::t)
                                            .thenComparing(FoldKey::central)
                                            .thenComparing(FoldKey::id);\
                        """,
                        "Comparator.comparingLong(FoldKey::t);"));
    }

    // ---- mistakes that were really made, each found by the simulator and put back here

    /** A heartbeat sent before a half-failed commit was told proved a moment it did not cover. */
    @Test
    void aHeartbeatThatDoesNotTellAllTakenForOneThatDoes() throws Exception {
        assertFound(
                BrokenEngine.with(
                        SYNC.resolve("Heartbeats.java"),
                        "|| !session.theirHeartbeatWhole",
                        "|| session.theirHeartbeatWhole != session.theirHeartbeatWhole"),
                "DONE_BUT_REFUSED");
    }

    /** What a commit that failed had left on disk was held only with the next write. */
    @Test
    void aDiskThatIsNotReadAgainAfterItFailed() throws Exception {
        assertFound(
                BrokenEngine.with(
                        LEDGER.resolve("Writer.java"),
                        "boolean again = recheckSoon;",
                        "boolean again = false;"),
                "DONE_BUT_REFUSED");
    }

    /** A heartbeat two seconds on its way proved the moment at which it came. */
    @Test
    void aHeartbeatThatProvesTheMomentItCame() throws Exception {
        assertFound(
                BrokenEngine.with(
                        SYNC.resolve("Heartbeats.java"),
                        "session.okdAt = from;",
                        "session.okdAt = heartbeatAt;"),
                "SLOW",
                "DISK_FULL",
                "DISK_FAILS");
    }
}
