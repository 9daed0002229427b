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
    private static final Path TESTS = Path.of("src/test/java/dev/gatehouse/ledger");

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
                        TESTS.resolve("store/MemoryStore.java"),
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
                        LEDGER.resolve("write/EventWriter.java"),
                        ".keep(tip, events, proven, block)",
                        ".keep(tip, events.stream().map(leafed -> new HashedEvent(new"
                            + " LedgerEvent(leafed.event().stream(), leafed.event().seq(),"
                            + " leafed.event().id(), leafed.event().kind(), leafed.event().src(),"
                            + " leafed.event().central(),"
                            + " dev.gatehouse.model.Hlc.ofMs(context.now().toEpochMilli()),"
                            + " leafed.event().wallMs(), leafed.event().payload(),"
                            + " leafed.event().erased()), leafed.leaf())).toList(), proven,"
                            + " null)"));
    }

    @Test
    void aPayloadThatStaysAlthoughItWasToBeErased() throws Exception {
        assertFound(
                BrokenEngine.with(
                        LEDGER.resolve("write/Eraser.java"),
                        "tx.events().erase(tip.key, seq, hash(event));",
                        ""));
    }

    @Test
    void aFoldDigestThatKeepsVisitsAsTheyWere() throws Exception {
        assertFound(
                BrokenEngine.with(
                        LEDGER.resolve("fold/Projector.java"),
                        "sum.subtract(old);",
                        "sum.value();"));
    }

    @Test
    void anUpgradeAfterWhichNothingIsFoldedAnew() throws Exception {
        assertFound(
                BrokenEngine.with(
                        TESTS.resolve("MemoryDisk.java"),
                        "fold.version() != edition.fold()",
                        "fold.version() > edition.fold()"),
                "OLDER");
    }

    @Test
    void passagesThatAreForgottenWhenABoothStarts() throws Exception {
        assertFound(
                BrokenEngine.with(
                        Path.of("src/main/java/dev/gatehouse/gate/PassageIntake.java"),
                        "recall.once(map);",
                        ""),
                Replay.CAMERAS);
    }

    @Test
    void aPageThatComesAgainAndIsTakenForABadOne() throws Exception {
        assertFound(
                BrokenEngine.with(
                        SYNC.resolve("SyncManager.java"),
                        "return Wire.ONCE.contains(type);",
                        "return false;"),
                "REPEATS");
    }

    @Test
    void aGrantThatComesAgainAndGrantsAnotherPage() throws Exception {
        assertFound(
                BrokenEngine.with(
                        SYNC.resolve("PageServer.java"),
                        "grant.pages() == 0 ? serving.granted + 1 : grant.pages();",
                        "serving.granted + 1;"),
                "ALONE 5000 20000 1 2 0",
                "RUSH 6000 200 1 2 60",
                "RUSH 9000 200 2 1 60",
                "REPEATS 1000 100000 2 1 5",
                "REPEATS 1000 100000 1 2 5",
                "DISK_SLOW 3000 100000 1 2 300",
                "DISK_SLOW 3000 100000 2 2 300");
    }

    @Test
    void aPageThatOvertakesAnotherAndIsTakenForABadOne() throws Exception {
        assertFound(
                BrokenEngine.with(
                        SYNC.resolve("Fetcher.java"), "page.no() > pending.pages + 1", "false"),
                "ALONE 5000 20000 1 2 0",
                "RUSH 6000 200 1 2 60",
                "RUSH 9000 200 2 1 60",
                "OVERTAKES 1000 100000 2 1 500",
                "OVERTAKES 1000 100000 1 2 500");
    }

    @Test
    void looseEventsThatJoinThoughTheRootIsAnother() throws Exception {
        assertFound(
                BrokenEngine.with(
                        LEDGER.resolve("write/Merger.java"),
                        "expected != null && expected.equals(walk.root())",
                        "expected != null"),
                "FORGES",
                "OVERTAKES");
    }

    @Test
    void twoFactsOfOneMomentWithoutATieBreak() throws IOException, ReflectiveOperationException {
        assertFound(
                BrokenEngine.with(
                        LEDGER.resolve("codec/FoldKey.java"),
                        """
                        Comparator.comparingLong(FoldKey::t)
                                            .thenComparing(FoldKey::central)
                                            .thenComparing(FoldKey::id);\
                        """,
                        "Comparator.comparingLong(FoldKey::t);"));
    }
}
