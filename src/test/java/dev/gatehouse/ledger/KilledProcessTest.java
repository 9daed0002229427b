package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.check.Verification;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.Verified;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Real processes that are killed at random points of some two hundred commits, their own and merges
 * of a peer's pages. With {@code -Dgatehouse.kills=200} there are as many kills as else commits.
 */
class KilledProcessTest {
    private static final int KILLS = Integer.getInteger("gatehouse.kills", 6);

    /** Of the peer: more than all rounds merge. */
    private static final int OFFERED = 4_000 * Math.max(1, KILLS / 6);

    private static final int MOST_ANSWERS = 60;
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final Set<String> answered = new HashSet<>();
    private final Map<StreamId, Long> merged = new HashMap<>();

    @Test
    @Timeout(value = 100, unit = TimeUnit.MINUTES) // two hundred kills on a busy machine
    void nothingThatWasAnsweredIsMissingOrTwiceAfterAKill(@TempDir Path folder) throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        fillPeer(folder);
        Path file = folder.resolve("central-1.db");

        for (int round = 0; round < KILLS; round++) {
            killOne(folder, round, random);

            String what = "after kill " + round + " of seed " + seed;
            Verified verified =
                    Verification.run(file, Booth.ZONE, (_, _, _) -> true, (_, _, _) -> {});
            assertThat(verified.findings()).as(what).isEmpty();
            assertThat(column(file, "SELECT plate_id FROM history WHERE sync_status = 'LOCAL'"))
                    .as(what)
                    .doesNotHaveDuplicates()
                    .containsAll(answered);
            assertThat(
                            column(
                                    file,
                                    "SELECT n FROM stream s WHERE n <> (SELECT count(*) FROM event"
                                            + " WHERE stream = s.id AND seq <= s.n)"
                                            + " + (SELECT coalesce(sum(n), 0) FROM block"
                                            + " WHERE stream = s.id)"))
                    .as("claims more than the disk has, " + what)
                    .isEmpty();
        }
        assertThat(answered).as("answers before the kills").hasSizeGreaterThan(2 * KILLS);
        assertThat(merged).as("pages before the kills").isNotEmpty();
        theNextProcessGoesOn(folder);
    }

    private void theNextProcessGoesOn(Path folder) throws IOException {
        try (Booth booth = new Booth(folder, "central-1", -1);
                Booth other = new Booth(folder, "central-2", -2)) {
            merged.forEach((stream, n) -> assertThat(booth.held(stream)).isGreaterThanOrEqualTo(n));
            booth.pull(other, 1_024);
            booth.enter("51H99999");
            assertThat(booth.ledger().stats().vehiclesInside())
                    .isGreaterThanOrEqualTo(OFFERED + answered.size() + 1L);
        }
    }

    private static void fillPeer(Path folder) {
        try (Booth other = new Booth(folder, "central-2")) {
            other.ledger()
                    .decide(
                            desk -> {
                                for (int i = 0; i < OFFERED; i++) {
                                    Booth.entered(desk, "30F" + (100_000 + i));
                                }
                                return true;
                            })
                    .join();
        }
    }

    /** Kills a process after so many answers, and some microseconds. */
    private void killOne(Path folder, int round, Random random) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                DoomedBooth.class.getName(),
                                folder.toString(),
                                Integer.toString(round))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader answers = process.inputReader()) {
            int wanted = random.nextInt(1, MOST_ANSWERS);
            for (int i = 0; i < wanted; i++) {
                note(answers.readLine());
            }
            long end = System.nanoTime() + random.nextLong(MOST_NANOS);
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            process.toHandle().destroyForcibly(); // the process's own method closes its answers
            answers.lines().forEach(this::note);
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    private void note(String line) {
        if (line == null || !line.endsWith(" .")) {
            return; // cut by the kill
        }
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "in" -> answered.add(words[1]);
            case "merged" ->
                    merged.merge(StreamId.parse(words[1]), Long.parseLong(words[2]), Math::max);
            default -> throw new AssertionError("a line of nobody: " + line);
        }
    }

    private static List<String> column(Path file, String query) throws SQLException {
        var values = new ArrayList<String>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var found = statement.executeQuery(query)) {
            while (found.next()) {
                values.add(found.getString(1));
            }
        }
        return values;
    }
}
