package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.check.Scrub;
import dev.gatehouse.ledger.check.Verification;
import dev.gatehouse.model.Finding;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Damage to blocks, and to the end of a stream, is found, mended from a peer, and does no harm. */
@Timeout(120)
class BlockDamageTest {
    private static final int SPAN = 32;
    private static final int CARS = 100; // 3 blocks and 4 rows

    @TempDir Path folder;

    private Booth spoilt;
    private Booth peer;
    private StreamId stream;

    @BeforeEach
    void twoThatHoldTheSame() {
        spoilt = new Booth(folder, "central-1", 1, SPAN);
        peer = new Booth(folder, "central-2", 2, SPAN);
        peer.ledger()
                .decide(
                        desk -> {
                            for (int car = 0; car < CARS; car++) {
                                Booth.entered(desk, "30F" + (10_000 + car));
                            }
                            return true;
                        })
                .join();
        stream = peer.ledger().currentStream().stream();
        spoilt.pull(peer, 1_024);
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

    private List<LedgerEvent> atPeer(long from, long to) {
        return peer.ledger()
                .page(stream, from, to, (int) (to - from + 1), Integer.MAX_VALUE)
                .events();
    }

    private List<Scrub.Damage> damage(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .<Scrub.Damage>mapToObj(seq -> new Scrub.Damage.Event(stream, seq))
                .toList();
    }

    private List<Finding> findings() {
        spoilt.restart();
        return Verification.run(spoilt.file, Booth.ZONE, (_, _, _) -> true, (_, _, _) -> {})
                .findings();
    }

    private void isAsAtPeer() {
        assertThat(round()).isEmpty();
        assertThat(spoilt.ledger().holdings().top()).isEqualTo(peer.ledger().holdings().top());
        assertThat(spoilt.sharedVisits()).isEqualTo(peer.sharedVisits());
        assertThat(spoilt.ledger().page(stream, 1, CARS, CARS, Integer.MAX_VALUE).events())
                .isEqualTo(atPeer(1, CARS));
        peer.enter("29A12345");
        spoilt.pull(peer, 1_024);
        assertThat(spoilt.held(stream)).isEqualTo(CARS + 1);
        assertThat(findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE block SET data = zeroblob(length(data)) WHERE first = 33",
                "UPDATE block SET data = substr(data, 1, length(data) - 1) WHERE first = 33",
                "UPDATE block SET data = (SELECT data FROM block WHERE first = 1) WHERE first = 33",
                "UPDATE block SET data = x'' WHERE first = 33",
                "UPDATE block SET n = 31 WHERE first = 33",
                "UPDATE block SET n = 33 WHERE first = 33",
                "DELETE FROM block WHERE first = 33"
            })
    void aTornBlockIsToldByItsNumbersAndMendedFromAPeer(String sql) throws Exception {
        byHand(sql);

        List<Scrub.Damage> found = round();
        assertThat(found).containsAll(damage(33, 64));
        assertThat(spoilt.ledger().mend(stream, atPeer(33, 65)).join()).isTrue();

        isAsAtPeer();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE block SET first = 34 WHERE first = 33",
                "UPDATE block SET first = 32 WHERE first = 33",
                "UPDATE block SET first = 1033 WHERE first = 33",
                "DELETE FROM block",
                "UPDATE block SET data = x'01'"
            })
    void blocksThatLieElsewhereOrAreAllGoneAreMendedWithAllThatThePeerHas(String sql)
            throws Exception {
        byHand(sql);

        assertThat(round()).containsAll(damage(34, 63));
        assertThat(spoilt.ledger().mend(stream, atPeer(1, CARS)).join()).isTrue();

        assertThat(round()).isEmpty();
        assertThat(spoilt.ledger().holdings().top()).isEqualTo(peer.ledger().holdings().top());
        assertThat(spoilt.sharedVisits()).isEqualTo(peer.sharedVisits());
    }

    @Test
    void verifyTellsATornBlockOnceWithItsNumbers() throws Exception {
        byHand("UPDATE block SET data = zeroblob(length(data)) WHERE first = 33");

        assertThat(findings())
                .filteredOn(finding -> finding.kind() == Finding.Kind.EVENT)
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.seq()).isEqualTo(33);
                            assertThat(finding.toString())
                                    .contains("the events from here to 64 cannot be read");
                        });
    }

    @Test
    void aNodeWithATornBlockOpensAndServesEverythingElse() throws Exception {
        byHand("UPDATE block SET data = zeroblob(length(data)) WHERE first = 33");
        spoilt.restart();

        assertThat(spoilt.ledger().page(stream, 65, 96, 32, Integer.MAX_VALUE).events())
                .isEqualTo(atPeer(65, 96));
        assertThat(spoilt.ledger().recent(1_000)).hasSize(CARS - SPAN);
        peer.enter("29A12345");
        spoilt.pull(peer, 1_024);
        assertThat(spoilt.visits()).hasSize(CARS + 1);
        spoilt.pass("30F10099");
        spoilt.pass("30F10000");
        assertThat(spoilt.ledger().mend(stream, atPeer(33, 64)).join()).isTrue();
        assertThat(findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE block SET leaves = zeroblob(1024) WHERE first = 33",
                "UPDATE block SET leaves = x'00' WHERE first = 33",
                "UPDATE block SET leaves = zeroblob(length(leaves))",
                "UPDATE block SET leaves = (SELECT leaves FROM block WHERE first = 1)"
                        + " WHERE first = 33"
            })
    void leavesThatAreDamagedBesideGoodEventsAreMendedWithoutAPeer(String sql) throws Exception {
        byHand(sql);

        assertThat(round()).containsExactly(new Scrub.Damage.Tree(stream, CARS));
        assertThat(spoilt.ledger().mend(stream, List.of()).join()).isTrue();

        isAsAtPeer();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM event",
                "DELETE FROM event WHERE seq = 100",
                "DELETE FROM event WHERE seq = 98",
                "DELETE FROM event WHERE seq > 98",
                "UPDATE event SET seq = seq + 1000 WHERE seq = 99"
            })
    void theEndOfAStreamThatSomebodyDeletedWhileItWasOffComesBackAndGrowsOn(String sql)
            throws Exception {
        spoilt.close();
        byHand(sql);
        spoilt.restart();

        peer.enter("29A12345");
        assertThat(spoilt.ledger().merge(peer.page(stream, CARS + 1, 1)).join().deferred())
                .as("nothing is built on what is lost")
                .isEqualTo(1);
        List<Long> lost =
                round().stream().map(damage -> ((Scrub.Damage.Event) damage).seq()).toList();
        assertThat(lost).isNotEmpty().allMatch(seq -> seq > 96 && seq <= CARS);
        var events = new ArrayList<LedgerEvent>();
        lost.forEach(seq -> events.addAll(atPeer(seq, seq)));
        assertThat(spoilt.ledger().mend(stream, events).join()).isTrue();

        assertThat(spoilt.ledger().merge(peer.page(stream, CARS + 1, 1)).join().deferred())
                .isZero();
        assertThat(round()).isEmpty();
        assertThat(spoilt.ledger().holdings().top()).isEqualTo(peer.ledger().holdings().top());
        assertThat(spoilt.sharedVisits()).isEqualTo(peer.sharedVisits());
    }

    @Test
    void whereNobodyHasTheLostEndTheNodeGoesOnWithEverythingElse() throws Exception {
        spoilt.enter("51A11111");
        StreamId own = spoilt.ledger().currentStream().stream();
        spoilt.close();
        byHand("DELETE FROM event WHERE stream <> 1");
        spoilt.restart();

        assertThat(round()).containsExactly(new Scrub.Damage.Event(own, 1));
        spoilt.enter("51A22222");
        peer.enter("29A12345");
        spoilt.pull(peer, 1_024);
        assertThat(spoilt.held(stream)).isEqualTo(CARS + 1);
        assertThat(findings())
                .anyMatch(
                        finding ->
                                finding.kind() == Finding.Kind.SEQUENCE
                                        && finding.toString().contains("the event is missing"));
    }

    @Test
    void rowsThatAreDeletedWhileItRunsMakeNoForkOfWhatComesAgain() throws Exception {
        byHand("DELETE FROM event WHERE seq = 98");

        assertThat(spoilt.ledger().merge(peer.page(stream, 95, 6)).join().deferred()).isEqualTo(6);

        assertThat(spoilt.ledger().forks()).isEmpty();
        assertThat(spoilt.ledger().quarantined()).isEmpty();
        assertThat(spoilt.ledger().mend(stream, atPeer(98, 98)).join()).isTrue();
        isAsAtPeer();
    }
}
