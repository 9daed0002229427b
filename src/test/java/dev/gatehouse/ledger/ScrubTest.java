package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.check.Scrub;
import dev.gatehouse.ledger.check.Verification;
import dev.gatehouse.ledger.write.MergeResult;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A row that somebody alters by hand is found, and comes back from a peer. */
class ScrubTest {
    private static final int CARS = 1_500;

    @TempDir Path folder;

    private Booth spoilt;
    private Booth peer;
    private StreamId stream;

    @BeforeEach
    void twoThatHoldTheSame() {
        spoilt =
                new Booth(folder, "central-1", 1, 0); // what lies in blocks, BlockDamageTest spoils
        peer = new Booth(folder, "central-2");
        spoilt.ledger()
                .decide(
                        desk -> {
                            for (int car = 0; car < CARS; car++) {
                                Booth.entered(desk, "30F" + (10_000 + car));
                            }
                            return true;
                        })
                .join();
        stream = spoilt.ledger().currentStream().stream();
        peer.pull(spoilt, 1_024);
    }

    @AfterEach
    void off() {
        spoilt.close();
        peer.close();
    }

    private void byHand(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + spoilt.file);
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=2000");
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    private List<Scrub.Damage> round() {
        var found = new ArrayList<Scrub.Damage>();
        Scrub scrub = spoilt.ledger().scrub();
        Scrub.Step step;
        do {
            step = scrub.step();
            found.addAll(step.damage());
        } while (!step.ended());
        return found;
    }

    private LedgerEvent atPeer(long seq) {
        return peer.ledger().page(stream, seq, seq, 1, Integer.MAX_VALUE).events().getFirst();
    }

    @Test
    void whatNobodyTouchedIsSound() {
        assertThat(round()).isEmpty();
    }

    @Test
    void aForeignWriteIsNoticedAtOnceAndOwnOnesAreNot() throws Exception {
        long before = spoilt.ledger().foreignWrites();
        spoilt.enter("29A12345");
        assertThat(spoilt.ledger().foreignWrites()).isEqualTo(before);

        byHand("UPDATE event SET wall = wall + 1 WHERE seq = 7");

        assertThat(spoilt.ledger().foreignWrites()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE event SET payload = replace(payload, '30F10006', '30F99999') WHERE seq = 7",
                "UPDATE event SET wall = wall + 1 WHERE seq = 7",
                "UPDATE event SET kind = 'exit' WHERE seq = 7",
                "UPDATE event SET central = 'no central!' WHERE seq = 7",
                "UPDATE event SET leaf = zeroblob(32) WHERE seq = 7",
                "DELETE FROM event WHERE seq = 7"
            })
    void oneAlteredRowIsFoundAndMendedFromAPeer(String sql) throws Exception {
        byHand(sql);

        assertThat(round()).containsExactly(new Scrub.Damage.Event(stream, 7));
        assertThat(spoilt.ledger().mend(stream, List.of(atPeer(7))).join()).isTrue();

        assertThat(round()).isEmpty();
        assertThat(spoilt.ledger().holdings().top()).isEqualTo(peer.ledger().holdings().top());
        assertThat(findings()).isEmpty();
    }

    @Test
    void aLeafThatWasAlteredWhileItWasOffChangesNoRootAndIsMended() throws Exception {
        byHand("UPDATE event SET leaf = zeroblob(32) WHERE seq = " + CARS);
        spoilt.restart();
        MergeResult result = spoilt.ledger().merge(peer.page(stream, CARS - 2, 3)).join();

        assertThat(result.deferred()).as("nothing is built on it").isEqualTo(3);
        assertThat(spoilt.ledger().holdings().top()).isEqualTo(peer.ledger().holdings().top());
        assertThat(round()).containsExactly(new Scrub.Damage.Event(stream, CARS));
        assertThat(spoilt.ledger().mend(stream, List.of(atPeer(CARS))).join()).isTrue();
        assertThat(round()).isEmpty();
        result = spoilt.ledger().merge(peer.page(stream, CARS - 2, 3)).join();
        assertThat(result.had()).isEqualTo(3);
    }

    @Test
    void theLastRowsOfALongStreamAreLookedAtToo() throws Exception {
        byHand("UPDATE event SET wall = wall + 1 WHERE seq IN (1024, 1025, 1500)");

        assertThat(round())
                .containsExactly(
                        new Scrub.Damage.Event(stream, 1_024),
                        new Scrub.Damage.Event(stream, 1_025),
                        new Scrub.Damage.Event(stream, 1_500));
        assertThat(
                        spoilt.ledger()
                                .mend(stream, List.of(atPeer(1_024), atPeer(1_025), atPeer(1_500)))
                                .join())
                .isTrue();
        assertThat(round()).isEmpty();
    }

    @Test
    void anAlteredNodeIsFoundAndMendedFromTheLeaves() throws Exception {
        byHand("UPDATE node SET hash = zeroblob(32)");

        assertThat(round()).containsExactly(new Scrub.Damage.Tree(stream, CARS));
        assertThat(spoilt.ledger().mend(stream, List.of()).join()).isTrue();

        assertThat(round()).isEmpty();
        assertThat(findings()).isEmpty();
    }

    @Test
    void anEventThatDoesNotLeadToTheRootMendsNothing() throws Exception {
        byHand("UPDATE event SET wall = wall + 1 WHERE seq = 7");
        LedgerEvent right = atPeer(7);
        var wrong =
                new LedgerEvent(
                        stream,
                        7,
                        right.id(),
                        right.kind(),
                        right.src(),
                        right.central(),
                        right.hlc(),
                        right.wallMs() + 2,
                        right.payload());

        assertThat(spoilt.ledger().mend(stream, List.of(wrong)).join()).isFalse();

        assertThat(round()).containsExactly(new Scrub.Damage.Event(stream, 7));
    }

    @Test
    void aVisitThatWasFoldedFromADamagedRowIsRightAfterwards() throws Exception {
        byHand("UPDATE event SET payload = replace(payload, 'gate-1', 'gate-9') WHERE seq = 7");
        spoilt.pass("30F10006"); // folds it again, as it now is

        assertThat(spoilt.ledger().mend(stream, List.of(atPeer(7))).join()).isTrue();

        assertThat(findings()).isEmpty();
    }

    private List<?> findings() {
        spoilt.restart();
        return Verification.run(spoilt.file, Booth.ZONE, (_, _, _) -> true, (_, _, _) -> {})
                .findings();
    }
}
