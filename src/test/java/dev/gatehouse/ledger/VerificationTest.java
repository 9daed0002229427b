package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.gatehouse.ledger.check.Verification;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.model.Finding;
import dev.gatehouse.model.Finding.Kind;
import dev.gatehouse.model.Verified;
import dev.gatehouse.model.Visit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** Each kind of damage is done to a real database by hand, and has to be named. */
public class VerificationTest {
    /** Two full spans of a tree and a bit. */
    private static final int CARS = 1_100;

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void aBoothWithEventsOfItsOwnAndOfAPeer() {
        try (Booth booth = new Booth(folder, "central-1", 1, 0); // rows can be spoilt one by one
                Booth peer = new Booth(folder, "central-2")) {
            file = booth.file;
            fill(booth, CARS);
            peer.enter("51H00001");
            booth.restart();
            Visit visit = booth.enter("29A12345");
            booth.confirm(visit);
            booth.leave(visit, 25_000);
            booth.leave(visit, 50_000);
            booth.enter("29A12345");
            booth.pull(peer, 100);
        }
    }

    public static void fill(Booth booth, int cars) {
        booth.ledger()
                .decide(
                        desk -> {
                            for (int i = 0; i < cars; i++) {
                                Visit in = Booth.entered(desk, "30F" + (10_000 + i));
                                Booth.left(desk, in, 10_000);
                            }
                            return true;
                        })
                .join();
    }

    private Verified verify() {
        return Verification.run(file, Booth.ZONE, (_, _, _) -> true, (_, _, _) -> {});
    }

    private List<Kind> kinds() {
        return verify().findings().stream().map(Finding::kind).toList();
    }

    private void change(String sql) throws SQLException {
        assertThat(HandMade.change(file, sql)).as(sql).isPositive();
    }

    @Test
    void anUntouchedDatabaseIsClean() {
        Verified found = verify();
        assertThat(found.findings()).isEmpty();
        assertThat(found.clean()).isTrue();
        assertThat(found.events()).isEqualTo(2 * CARS + 6);
        assertThat(found.streams()).isEqualTo(3);
        assertThat(found.visits()).isEqualTo(CARS + 3);
    }

    @Test
    void oneByteOfAPayloadIsNamedByStreamAndNumber() throws SQLException {
        change(
                "UPDATE event SET payload = CAST(replace(CAST(payload AS TEXT), '25000', '35000')"
                        + " AS BLOB) WHERE stream = 2 AND seq = 3");
        Verified found = verify();
        assertThat(found.findings().getFirst().kind()).isEqualTo(Kind.EVENT);
        assertThat(found.findings().getFirst().seq()).isEqualTo(3);
        assertThat(found.findings().getFirst().stream()).isNotNull();
        // the history still says what was charged, the event does not any more
        assertThat(found.findings().getLast().text())
                .contains("fee is 25000", "by the events 35000");
        assertThat(found.findings()).hasSize(2);
    }

    @Test
    void anAlteredLeafIsNamedAndSoIsEveryHashAboveIt() throws SQLException {
        change("UPDATE event SET leaf = zeroblob(32) WHERE stream = 1 AND seq = 7");
        assertThat(kinds()).containsExactly(Kind.EVENT, Kind.NODE, Kind.NODE, Kind.ROOT);
    }

    @Test
    void anAlteredNodeIsNamedByTheLastNumberBelowIt() throws SQLException {
        change("UPDATE node SET hash = zeroblob(32) WHERE stream = 1 AND level = 10 AND at = 1");
        List<Finding> found = verify().findings();
        assertThat(found).extracting(Finding::kind).containsExactly(Kind.NODE);
        assertThat(found.getFirst().seq()).isEqualTo(2_048);
    }

    @Test
    void aMissingNodeIsNamed() throws SQLException {
        change("DELETE FROM node WHERE stream = 1 AND level = 5 AND at = 0");
        assertThat(kinds()).containsExactly(Kind.NODE);
    }

    @Test
    void anAlteredRootIsNamed() throws SQLException {
        change("UPDATE stream SET root = zeroblob(32) WHERE id = 2");
        assertThat(kinds()).containsExactly(Kind.ROOT);
    }

    @Test
    void deletedRowsAreNamedWithTheirNumbers() throws SQLException {
        change("DELETE FROM event WHERE stream = 1 AND seq IN (5, 6)");
        List<Finding> found = verify().findings();
        assertThat(found.getFirst().kind()).isEqualTo(Kind.SEQUENCE);
        assertThat(found.getFirst().seq()).isEqualTo(5);
        assertThat(found.getFirst().text()).contains("to 6");
        assertThat(found).extracting(Finding::kind).contains(Kind.FACT, Kind.VISIT);
    }

    @Test
    void aDeletedLastRowIsNamed() throws SQLException {
        change("DELETE FROM event WHERE stream = 2 AND seq = 5");
        assertThat(verify().findings().getFirst().seq()).isEqualTo(5);
        assertThat(verify().findings().getFirst().kind()).isEqualTo(Kind.SEQUENCE);
    }

    @Test
    void aForgedSignatureIsNamedByItsStream() {
        Verified found =
                Verification.run(
                        file,
                        Booth.ZONE,
                        (_, message, _) -> message.length % 2 == -1,
                        (_, _, _) -> {});
        assertThat(found.findings()).hasSize(3).allMatch(f -> f.kind() == Kind.STREAM);
    }

    @Test
    void aChangedFeeInTheHistoryIsNamedWithBothFeesAndWithoutThePlate() throws SQLException {
        change("UPDATE visit SET fee = 1 WHERE plate = '29A12345' AND exit_wall IS NOT NULL");
        List<Finding> found = verify().findings();
        assertThat(found).hasSize(1);
        String line = found.getFirst().line(false);
        assertThat(line).contains("event_id central-1_", "fee is 1", "25000");
        assertThat(line).doesNotContain("29A12345");
        assertThat(found.getFirst().line(true)).contains("29A12345");
    }

    @Test
    void everyOtherColumnOfAVisitIsComparedToo() throws SQLException {
        change(
                "UPDATE visit SET entry_wall = 7, view = 'X', exit_confidence = 0.5, seconds = 1"
                        + " WHERE id = 3");
        change(
                "UPDATE visit SET confirmed = 1, exit_central = 99, entry_picture = 'P'"
                        + " WHERE id = 4");
        assertThat(verify().findings())
                .extracting(f -> f.text().split(" ")[0])
                .containsExactlyInAnyOrder(
                        "entry_wall",
                        "view",
                        "exit_confidence",
                        "seconds",
                        "confirmed",
                        "exit_central",
                        "entry_picture");
    }

    @Test
    void aMissingFactIsNamedAndWhatFollowsFromItIsNot() throws SQLException {
        change("UPDATE visit SET exit_at = NULL WHERE exit_at = (2 << 40 | 3)");
        List<Finding> found = verify().findings();
        assertThat(found).extracting(Finding::kind).containsExactly(Kind.FACT);
        assertThat(found.getFirst().seq()).isEqualTo(3);
        assertThat(found.getFirst().line(false)).doesNotContain("29A12345");
    }

    @Test
    void aFactThatNoEventTellsIsNamed() throws SQLException {
        change("INSERT INTO fact (plate, t, stream, seq, kind) VALUES ('99Z99999', 5, 1, 1, 'x')");
        change("INSERT INTO car VALUES ('99Z99999')");
        assertThat(kinds()).containsExactly(Kind.FACT);
    }

    @Test
    void aCarThatNoSearchFindsIsNamed() throws SQLException {
        change("DELETE FROM car WHERE plate = (SELECT min(plate) FROM visit)");
        assertThat(kinds()).containsExactly(Kind.CAR);
    }

    @Test
    void textsThatAreMissingInADictionaryAreNamedWithEachVisitThatHasThem() throws SQLException {
        change("DELETE FROM gate WHERE id = (SELECT exit_gate FROM visit WHERE id = 3)");
        assertThat(verify().findings()).allMatch(f -> f.kind() == Kind.VISIT).isNotEmpty();
    }

    @Test
    void aMissingVisitASpareOneADoubleOneAndOneWithoutANameAreNamed() throws SQLException {
        change("DELETE FROM visit WHERE id = 1");
        change(
                "INSERT INTO visit (id, plate, central, entry_t, entry_wall, entry_gate, confirmed,"
                        + " readings, marks, review, local, created, updated)"
                        + " VALUES (77777, 'ZZZ', 1, 65536, 1, 1, 0, 1, 0, 0, 0, 0, 0)");
        HandMade.change(file, "CREATE TABLE one AS SELECT * FROM visit WHERE id = 2");
        change("UPDATE one SET id = 77778");
        change("INSERT INTO visit SELECT * FROM one");
        change("UPDATE visit SET central = 99 WHERE id = 3");
        List<Finding> found = verify().findings();
        assertThat(found)
                .filteredOn(f -> f.kind() == Kind.FACT)
                .as("the facts that a row kept, or keeps for another")
                .extracting(Finding::plate, Finding::text)
                .containsExactlyInAnyOrder(
                        tuple("30F10000", "the fact of this event is not there"),
                        tuple("30F10000", "the fact of this event is not there"),
                        tuple("30F10001", "a fact that stands there twice"),
                        tuple("30F10001", "a fact that stands there twice"),
                        tuple("30F10002", "the fact of this event is not there"),
                        tuple("30F10002", "the fact of this event is not there"),
                        tuple("30F10002", "a fact that its event does not tell"),
                        tuple("30F10002", "a fact that its event does not tell"));
        assertThat(found)
                .filteredOn(f -> f.kind() != Kind.FACT)
                .allMatch(f -> f.kind() == Kind.VISIT)
                .extracting(Finding::plate, Finding::text)
                .containsExactlyInAnyOrder(
                        tuple("30F10001", "no event tells of it"),
                        tuple("ZZZ", "no event tells of it"));
    }

    @Test
    void aNumberThatWasGivenTwiceIsNamed() throws SQLException {
        change("INSERT INTO retired VALUES (2, NULL)");
        assertThat(kinds()).containsExactly(Kind.NUMBER);
    }

    @Test
    void whatSqliteItselfFindsWrongIsNamed() throws SQLException {
        change(
                "PRAGMA writable_schema = 1; UPDATE sqlite_master SET sql = replace(sql, 'plate,"
                        + " entry_t', 'entry_t, plate') WHERE name = 'visit_plate'");
        assertThat(kinds()).contains(Kind.DATABASE);
    }

    @Test
    void aRowThatIsNoEventIsNamed() throws SQLException {
        change("UPDATE event SET src = 'q' WHERE stream = 1 AND seq = 9");
        assertThat(verify().findings().getFirst().text()).contains("no event", "'q'");
    }

    @Test
    void anUnfinishedRebuildIsNamedAndNothingElse() throws SQLException {
        HandMade.change(file, "CREATE TABLE rebuild (id INTEGER PRIMARY KEY)");
        HandMade.change(file, "DELETE FROM visit");
        assertThat(kinds()).containsExactly(Kind.PROJECTIONS);
    }

    @Test
    void aHundredFindingsAreKeptAndAllAreCounted() throws SQLException {
        change("UPDATE visit SET fee = 1 WHERE id <= 300");
        Verified found = verify();
        assertThat(found.findings()).hasSize(100);
        assertThat(found.count()).isEqualTo(300);
    }

    @Test
    void itWritesNothingAndRunsBesideAWriter() throws Exception {
        byte[] before = Files.readAllBytes(file);
        assertThat(verify().clean()).isTrue();
        assertThat(Files.readAllBytes(file)).isEqualTo(before);

        try (Booth booth = new Booth(folder, "central-1", 7)) {
            var stop = new AtomicBoolean();
            Thread writing =
                    Thread.ofPlatform()
                            .start(
                                    () ->
                                            IntStream.iterate(0, i -> i + 1)
                                                    .takeWhile(_ -> !stop.get())
                                                    .forEach(i -> booth.pass("88A" + i % 50)));
            try {
                for (int i = 0; i < 5; i++) {
                    assertThat(verify().findings()).isEmpty();
                }
            } finally {
                stop.set(true);
                writing.join();
            }
        }
    }

    @Test
    void aFileThatIsNotThereOrNotOursIsRefusedWithItsName() throws Exception {
        Path none = folder.resolve("none.db");
        assertThatThrownBy(
                        () ->
                                Verification.run(
                                        none, Booth.ZONE, (_, _, _) -> true, (_, _, _) -> {}))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("none.db does not exist");
        HandMade.change(none, "CREATE TABLE t (a)");
        assertThatThrownBy(
                        () ->
                                Verification.run(
                                        none, Booth.ZONE, (_, _, _) -> true, (_, _, _) -> {}))
                .hasMessageContaining("no database of Gatehouse");
    }
}
