package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.model.Differences;
import dev.gatehouse.model.DifferencesAnswer;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.ResyncStart;
import dev.gatehouse.model.StreamId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A byte that somebody alters in one database is found, named, and comes back from a peer. */
class DamageTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir Path folder;

    private TestNode one;
    private TestNode two;

    @BeforeEach
    void twoBooths() throws IOException {
        List<TestNode> nodes = TestNode.mesh(folder, 2);
        one = nodes.get(0).start();
        two = nodes.get(1).start();
        one.enterMany("30F", 100);
        Instant now = Instant.now();
        await().atMost(SOON)
                .until(() -> one.isIdenticalTo(two, now) && two.isIdenticalTo(one, now));
    }

    @AfterEach
    void off() {
        one.close();
        two.close();
    }

    private void alterAtTwo() throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + two.database());
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=5000");
            int rows =
                    statement.executeUpdate(
                            "UPDATE event SET payload = replace(payload, '30F7', '30F8')"
                                    + " WHERE seq = 8");
            assertThat(rows).isEqualTo(1);
        }
    }

    private String eighth(TestNode node, StreamId stream) {
        return node.ledger().page(stream, 8, 8, 1, 100_000).events().getFirst().payload().text();
    }

    @Test
    void whileBothRunItIsMendedAndNothingIsCalledIdenticalBefore() throws Exception {
        StreamId stream = one.ledger().currentStream().stream();
        String right = eighth(two, stream);
        try (LogLines log = new LogLines()) {
            alterAtTwo();
            Instant altered = Instant.now();
            assertThat(eighth(two, stream)).isNotEqualTo(right);

            boolean mended = false;
            while (!mended) {
                boolean identical = two.isIdenticalTo(one, altered);
                mended = eighth(two, stream).equals(right);
                assertThat(identical && !mended)
                        .as("called identical while a byte was altered")
                        .isFalse();
                assertThat(Duration.between(altered, Instant.now())).isLessThan(SOON);
            }
            await().atMost(SOON).until(() -> two.isIdenticalTo(one, altered));
            assertThat(log.all())
                    .anyMatch(
                            line -> line.contains("Events 8 of stream " + stream + " are damaged"))
                    .anyMatch(line -> line.contains("whole again: 1 damaged events replaced"));
        }
        assertThat(listedAtTwo())
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.kind()).isEqualTo(Differences.Kind.RESTORED);
                            assertThat(row.seq()).isEqualTo(8);
                            assertThat(requireNonNull(row.here()).plate()).startsWith("30F8");
                            assertThat(requireNonNull(row.there()).plate()).startsWith("30F7");
                        });
    }

    private List<Differences.One> listedAtTwo() throws Exception {
        DifferencesAnswer answer = two.sync().differences(one.id).get(30, TimeUnit.SECONDS);
        Differences found = ((DifferencesAnswer.Compared) answer).differences();
        assertThat(found.total()).isZero();
        assertThat(found.altered()).isEqualTo(found.listed().size());
        return found.listed();
    }

    @Test
    void whatWasAlteredWhileANodeWasOffIsMendedBeforeAnythingIsProven() throws Exception {
        StreamId stream = one.ledger().currentStream().stream();
        String right = eighth(two, stream);
        two.stop();
        alterAtTwo();
        Instant altered = Instant.now();
        two.start();

        await().atMost(SOON).until(() -> two.isIdenticalTo(one, altered));

        assertThat(eighth(two, stream)).isEqualTo(right);
    }

    @Test
    void aLeafThatIsDamagedAtItsOwnWriterIsMendedAndCutsNoStream() throws Exception {
        StreamId stream = one.ledger().currentStream().stream();
        one.stop();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + one.database());
                var statement = connection.createStatement()) {
            statement.execute("UPDATE event SET leaf = zeroblob(32) WHERE seq = 98");
        }
        Instant altered = Instant.now();
        one.start();

        await().atMost(SOON).until(() -> two.isIdenticalTo(one, altered));

        for (TestNode node : List.of(one, two)) {
            assertThat(node.ledger().holdings().n(stream)).isEqualTo(100);
            assertThat(node.ledger().forks()).isEmpty();
            assertThat(node.ledger().quarantined()).isEmpty();
        }
        assertThat(one.events()).isEqualTo(100);
    }

    @Test
    void damageInTwoPlacesOfOneStreamIsMendedAtOnceAndTheHelperIsNotBlamed() throws Exception {
        StreamId stream = one.ledger().currentStream().stream();
        one.enterMany("51K", 5_000);
        Instant entered = Instant.now();
        await().atMost(SOON).until(() -> two.isIdenticalTo(one, entered));
        awaitBlocksAtTwo(4);
        try (LogLines log = new LogLines();
                var connection = DriverManager.getConnection("jdbc:sqlite:" + two.database());
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=5000");
            statement.execute("BEGIN");
            statement.executeUpdate("UPDATE event SET leaf = zeroblob(32) WHERE seq = 4998");
            statement.executeUpdate(
                    "UPDATE block SET data = zeroblob(length(data)) WHERE first = 1025");
            statement.execute("COMMIT");
            Instant altered = Instant.now();

            await().atMost(SOON).until(() -> two.isIdenticalTo(one, altered));

            assertThat(log.all())
                    .anyMatch(line -> line.contains("Events 1025-2048 of stream " + stream))
                    .anyMatch(line -> line.contains("Events 4998 of stream " + stream))
                    .anyMatch(line -> line.contains("whole again: 1025 damaged events replaced"))
                    .noneMatch(line -> line.contains("cannot be mended"));
        }
    }

    private void awaitBlocksAtTwo(int blocks) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + two.database());
                var query = connection.prepareStatement("SELECT count(*) FROM block")) {
            await().atMost(SOON)
                    .until(
                            () -> {
                                try (var found = query.executeQuery()) {
                                    return found.getInt(1) == blocks;
                                }
                            });
        }
    }

    @Test
    void aResyncIsNotCalledIdenticalBeforeTheWholeDiskWasLookedThrough() throws Exception {
        long rounds = two.sync().scrubbing.rounds();
        ResyncStart start = two.sync().resync(one.id).join();
        ResyncOutcome outcome = ((ResyncStart.Started) start).outcome().get(30, TimeUnit.SECONDS);
        assertThat(outcome).isInstanceOf(ResyncOutcome.Identical.class);
        assertThat(two.sync().scrubbing.rounds()).isGreaterThan(rounds);
    }

    @Test
    void withoutAPeerItStaysDamagedAndUnproven() throws Exception {
        one.stop();
        alterAtTwo();
        Instant altered = Instant.now();
        await().atMost(SOON).until(() -> two.sync().damaged() == 1);
        one.start();

        await().atMost(SOON).until(() -> two.isIdenticalTo(one, altered));
        assertThat(two.sync().damaged()).isZero();
    }

    @Test
    void moreDamageThanCanBeMendedIsToldAndNotAskedForWithoutEnd() throws Exception {
        one.enterMany("51K", 8_200);
        Instant entered = Instant.now();
        await().atMost(SOON).until(() -> two.isIdenticalTo(one, entered));
        awaitBlocksAtTwo(8);
        try (LogLines log = new LogLines();
                var connection = DriverManager.getConnection("jdbc:sqlite:" + two.database());
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=5000");
            statement.execute("BEGIN");
            statement.executeUpdate("UPDATE event SET wall = wall + 1");
            statement.executeUpdate("UPDATE block SET data = zeroblob(length(data))");
            statement.execute("COMMIT");
            await().atMost(SOON).until(() -> two.sync().damaged() > 8_192);
            long rounds = two.sync().scrubbing.rounds();
            await().atMost(SOON).until(() -> two.sync().scrubbing.rounds() > rounds);

            assertThat(two.sync().scrubbing.wanting(Instant.MAX)).isEmpty();
            assertThat(log.all()).noneMatch(line -> line.contains("cannot be mended"));
        }
    }
}
