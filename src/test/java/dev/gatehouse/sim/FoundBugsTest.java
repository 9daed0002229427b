package dev.gatehouse.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the simulator found: each run passes now, and fails where the mending is taken out again.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FoundBugsTest {
    private static final Path ENGINE = Path.of("src/main/java/dev/gatehouse");

    /** One bug: where it was mended, what takes the mending out, and a run that meets it. */
    enum Bug {
        /**
         * A commit that was done and reported as failed is told only when the ledger is read again;
         * the heartbeats before that were taken as proof of all that was on disk.
         */
        HEARTBEATS_CLAIMED_LESS_THAN_WAS_ON_DISK(
                "sync/Heartbeats.java",
                "boolean whole = shared.tellsAll(now);",
                "boolean whole = true;",
                1,
                "DONE_BUT_REFUSED"),
        /**
         * After such a failure the ledger was read again only with the next write, which may be
         * hours later: the visits differed while the digests agreed.
         */
        WHAT_A_FAILED_COMMIT_LEFT_WAS_NOT_HELD(
                "ledger/write/Writer.java",
                "recheckSoon = true;",
                "",
                7,
                "DONE_BUT_REFUSED 109401 1490 2 1 1"),
        /**
         * A heartbeat that was two seconds on its way proved the moment at which it came, though
         * its sender had taken more events in meanwhile.
         */
        A_HEARTBEAT_PROVED_THE_MOMENT_IT_CAME(
                "sync/Proofs.java",
                "session.okdAt = from;",
                "session.okdAt = heartbeatAt;",
                10,
                "SLOW 3000 200000 1 2 1500",
                "CUT 3000 200000 1 3 0"),
        /**
         * A machine resumed from a snapshot went on with the random numbers of that moment, and
         * gave two streams one name.
         */
        A_RESUMED_MACHINE_NAMED_TWO_STREAMS_ALIKE(
                "ledger/write/StreamMint.java",
                ".put(wallMs)\n                        .put(nanos.getAsLong())",
                "",
                1,
                "SNAPSHOT",
                "CLOCK_SET"),
        /**
         * Of a machine and its clone, which have one stream in memory until one of them writes,
         * every peer closed one link as a second one to the same node, again and again, so that one
         * of the two was never told anything.
         */
        A_CLONE_WAS_TAKEN_FOR_A_SECOND_LINK(
                "mesh/Mesh.java", "listener.copied(settings.node().get());", "", 101),
        /**
         * A car left by a booth to which its entry was not told yet. When its camera told of the
         * entry, the visit of that exit was taken for one that was told once more, and the entry
         * was not written.
         */
        AN_ENTRY_WAS_TAKEN_FOR_ITS_EXIT(
                "gate/PassageWriter.java",
                "                && told.entryKnown()\n",
                "",
                11,
                Replay.CAMERAS),
        /**
         * An entry that was told late, behind its exit, and first read wrongly: the better reading
         * joined the two, its camera was told that the car had left, and the next reading was
         * written as another entry.
         */
        AN_ENTRY_WAS_ANSWERED_AS_AN_EXIT(
                "gate/PassageWriter.java",
                "entered(corrected(desk, visit, better)) : first;",
                "left(corrected(desk, visit, better)) : first;",
                676,
                Replay.CAMERAS),
        /**
         * A car was written although the disk said that it was not. When its camera told of it
         * again it was a car that is inside already, and its better reading another car.
         */
        WHAT_A_FAILED_COMMIT_KEPT_WAS_WRITTEN_AGAIN(
                "gate/PassageIntake.java",
                "PassageWriter.whereKept(desk, book.tried(passage));",
                "null;",
                263,
                Replay.CAMERAS),
        /**
         * After a start nobody knew any more that a sender had decided on a car, and the next one,
         * whose plate is near, was taken for it.
         */
        A_DECISION_WAS_RECALLED_AS_A_DOUBTFUL_READING(
                "gate/PassageRecall.java",
                "!now.isUnread() && reading.confidence() == null\n                        || ",
                "",
                63,
                Replay.CAMERAS),
        /**
         * A person corrected a plate elsewhere; the car left by its plate as it was read, and after
         * a start its camera was not known to tell of that exit.
         */
        AN_EXIT_WAS_RECALLED_BY_ANOTHER_PLATE(
                "gate/PassageRecall.java",
                "exit.plate() == null ? visit.plate() : exit.plate(),",
                "exit.plate() != null ? visit.plate() : visit.plate(),",
                533,
                Replay.CAMERAS),
        /**
         * A node that heard nothing from another for long took it for an original and greeted it as
         * one. The other refused that heartbeat as what no honest node sends.
         */
        A_GREETING_FOR_AN_ORIGINAL_WAS_REFUSED(
                "sync/WireReader.java", "data.has(\"g\")", "true", 64, Replay.CAMERAS);

        private final Path file;
        private final String mended;
        private final String unmended;
        private final long seed;
        private final List<String> faults;

        Bug(String file, String mended, String unmended, long seed, String... faults) {
            this.file = ENGINE.resolve(file);
            this.mended = mended;
            this.unmended = unmended;
            this.seed = seed;
            this.faults = List.of(faults);
        }

        String[] faults() {
            return faults.toArray(String[]::new);
        }
    }

    /**
     * A mistake of the simulator: a second loss of one disk made it forget the first, and what that
     * one took was asked for again (seed 4271).
     */
    @Test
    void theFirstOfTwoLossesOfOneDiskIsRemembered() {
        var world =
                new World(
                        4271,
                        List.of(
                                Fault.parse("REINSTALL 10000 400 2 1 0"),
                                Fault.parse("REINSTALL 20000 400 2 1 0")));
        try {
            assertThat(world.run().failure()).isNull();
        } finally {
            SimLog.remove();
        }
        Host host = world.hosts.get(1);

        assertThat(host.lostAbout(9_900 * Timeline.MS, 200 * Timeline.MS)).isTrue();
        assertThat(host.lostAbout(15_000 * Timeline.MS, 200 * Timeline.MS)).isFalse();
        assertThat(host.lostAbout(19_900 * Timeline.MS, 200 * Timeline.MS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void isMendedAndWouldBeFoundAgain(Bug bug) throws IOException, ReflectiveOperationException {
        assertThat(Replay.failure(bug.seed, bug.faults())).as("as it is").isNull();

        BrokenEngine before = BrokenEngine.with(bug.file, bug.mended, bug.unmended);

        assertThat(before.failure(bug.seed, bug.faults())).as("as it was").isNotNull();
    }
}
