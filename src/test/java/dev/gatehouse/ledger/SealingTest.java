package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.check.Rebuild;
import dev.gatehouse.ledger.check.Verification;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.Visit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Proven events are moved into blocks, and nobody who asks the ledger can tell. */
@Timeout(120)
class SealingTest {
    private static final int SPAN = 32;

    @TempDir Path folder;

    private Booth booth(String central) {
        return new Booth(folder, central, central.hashCode(), SPAN);
    }

    private static void fill(Booth booth, int cars) {
        booth.ledger()
                .decide(
                        desk -> {
                            for (int car = 0; car < cars; car++) {
                                Visit visit = Booth.entered(desk, "30F" + (10_000 + car));
                                if (car % 3 == 0) {
                                    Booth.left(desk, visit, 5_000);
                                }
                            }
                            return true;
                        })
                .join();
    }

    private static long count(Booth booth, String query) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + booth.file);
                var statement = connection.createStatement();
                var found = statement.executeQuery(query)) {
            return found.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long rows(Booth booth) {
        return count(booth, "SELECT count(*) FROM event");
    }

    private static long packed(Booth booth) {
        return count(booth, "SELECT coalesce(sum(n), 0) FROM block");
    }

    /** Sealing has turns until it is done; what it does is committed when the ledger is closed. */
    private static void settle(Booth booth) {
        long spans = 0;
        for (var head : booth.ledger().holdings().all()) {
            spans += head.n() / SPAN;
        }
        while (packed(booth) < spans * SPAN) {
            Thread.onSpinWait();
        }
    }

    private static List<?> findings(Booth booth) {
        booth.restart();
        return Verification.run(booth.file, Booth.ZONE, (_, _, _) -> true, (_, _, _) -> {})
                .findings();
    }

    private static List<LedgerEvent> events(Booth booth, StreamId stream) {
        return booth.ledger().page(stream, 1, Long.MAX_VALUE, 10_000, Integer.MAX_VALUE).events();
    }

    @Test
    void whatANodeWritesIsPackedSpanBySpanAndTheEndOfTheStreamStaysInRows() {
        try (Booth sealed = booth("central-1");
                Booth plain = new Booth(folder, "central-2", 2, 0)) {
            fill(sealed, 150); // 200 events
            settle(sealed);

            assertThat(packed(sealed)).isEqualTo(192);
            assertThat(rows(sealed)).isEqualTo(8);
            StreamId stream = sealed.ledger().currentStream().stream();
            plain.pull(sealed, 1_024);
            assertThat(events(plain, stream)).isEqualTo(events(sealed, stream)).hasSize(200);
            assertThat(rows(plain)).isEqualTo(200);
            assertThat(plain.sharedVisits()).isEqualTo(sealed.sharedVisits());
            assertThat(plain.ledger().fold()).isEqualTo(sealed.ledger().fold());
            assertThat(findings(sealed)).isEmpty();
        }
    }

    @Test
    void aWholeSpanThatComesIsWrittenAsABlockAtOnce() {
        try (Booth writer = booth("central-1");
                Booth reader = booth("central-2")) {
            fill(writer, 150);
            StreamId stream = writer.ledger().currentStream().stream();
            reader.ledger().merge(writer.page(stream, 1, 70)).join();

            assertThat(reader.held(stream)).isEqualTo(70);
            assertThat(packed(reader)).isEqualTo(64);
            assertThat(rows(reader)).isEqualTo(6);
            reader.ledger().merge(writer.page(stream, 71, 130)).join();
            settle(reader);
            assertThat(packed(reader)).isEqualTo(192);
            assertThat(reader.sharedVisits()).isEqualTo(writer.sharedVisits());
            assertThat(findings(reader)).isEmpty();
        }
    }

    @Test
    void carsWhoseEntryLiesInABlockLeaveAndAreCorrected() {
        try (Booth booth = booth("central-1")) {
            fill(booth, 150);
            settle(booth);
            booth.restart();

            Visit left = booth.pass("30F10001");

            assertThat(left.exit()).isNotNull();
            assertThat(left.entry().at()).isEqualTo(Booth.NOON);
            assertThat(booth.ledger().recent(300)).isNotEmpty();
            assertThat(findings(booth)).isEmpty();
        }
    }

    @Test
    void anOlderDatabaseIsPackedInTimeAlsoWhenItIsInterrupted() {
        try (Booth booth = new Booth(folder, "central-1", 1, 0)) {
            fill(booth, 600);
            assertThat(packed(booth)).isZero();
        }
        for (int start = 0; start < 3; start++) {
            new Booth(folder, "central-1", start, SPAN).close();
        }
        try (Booth booth = new Booth(folder, "central-1", 7, SPAN)) {
            settle(booth);

            assertThat(packed(booth)).isEqualTo(800);
            assertThat(rows(booth)).isZero();
            assertThat(booth.visits()).hasSize(600);
            assertThat(findings(booth)).isEmpty();
        }
    }

    @Test
    void aRebuildPacksAllOfAnOlderDatabase() {
        Path file;
        List<Visit> before;
        try (Booth booth = new Booth(folder, "central-1", 1, 0)) {
            file = booth.file;
            fill(booth, 1_000);
            before = booth.visits();
            Rebuild.run(file, Booth.ZONE, booth.central, (_, _, _) -> {});
            assertThat(packed(booth)).isEqualTo(1_024);
        }
        try (Booth booth = new Booth(folder, "central-1", 2)) {
            assertThat(rows(booth)).isEqualTo(310);
            assertThat(booth.visits()).isEqualTo(before);
            assertThat(findings(booth)).isEmpty();
        }
    }

    @Test
    void aRowThatIsNoLongerAsWrittenKeepsItsSpanInRowsAndIsMet() throws SQLException {
        try (Booth booth = new Booth(folder, "central-1", 1, 0)) {
            fill(booth, 150);
        }
        HandMade.change(
                folder.resolve("central-1.db"), "UPDATE event SET wall = wall + 1 WHERE seq = 40");
        try (Booth booth = new Booth(folder, "central-1", 1, SPAN)) {
            while (packed(booth) < 160 || booth.ledger().foreignWrites() == 0) {
                Thread.onSpinWait();
            }
            assertThat(count(booth, "SELECT count(*) FROM event WHERE seq BETWEEN 33 AND 64"))
                    .isEqualTo(32);
        }
    }

    @Test
    void whatIsErasedInABlockIsInNoPageOfTheFile() throws IOException {
        try (Booth booth = booth("central-1")) {
            fill(booth, 150);
            settle(booth);
            StreamId stream = booth.ledger().currentStream().stream();
            booth.ledger()
                    .decide(
                            desk -> {
                                desk.append(
                                        new Fact.Erase(
                                                List.of(new Fact.Place(stream, 40)),
                                                "asked",
                                                "an"));
                                return true;
                            })
                    .join();

            assertThat(events(booth, stream).get(39).erased()).isTrue();
            assertThat(booth.ledger().holdings().withheld()).isEmpty();
            assertThat(packed(booth)).isEqualTo(192);
            assertThat(findings(booth)).isEmpty();
            booth.close();
            assertThat(dirtyFreePages(booth.file)).isEmpty();
        }
    }

    /** The pages of the file's free list that have anything in them. */
    private static List<Integer> dirtyFreePages(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        int size = bytes.getShort(16) & 0xffff;
        var dirty = new ArrayList<Integer>();
        int free = 0;
        for (int trunk = bytes.getInt(32); trunk != 0; trunk = bytes.getInt((trunk - 1) * size)) {
            int leaves = bytes.getInt((trunk - 1) * size + 4);
            free += leaves;
            for (int i = 0; i < leaves; i++) {
                int page = bytes.getInt((trunk - 1) * size + 8 + 4 * i);
                var content = new byte[size];
                bytes.get((page - 1) * size, content);
                if (!java.util.Arrays.equals(content, new byte[size])) {
                    dirty.add(page);
                }
            }
        }
        assertThat(free).as("pages that were given back").isPositive();
        return dirty;
    }

    @Test
    void aVersionThatIsGivenUpBringsItsBlockBackToRows() {
        try (Booth one = booth("central-1");
                Booth two = booth("central-2")) {
            fill(one, 150);
            StreamId stream = one.ledger().currentStream().stream();
            two.pull(one, 1_024);
            settle(one);
            settle(two);
            List<Fact.GivenUp> given = new ArrayList<>();
            for (LedgerEvent event : events(one, stream).subList(49, 200)) {
                given.add(
                        new Fact.GivenUp(
                                stream, event.seq(), dev.gatehouse.ledger.hash.Merkle.leaf(event)));
            }
            one.restart(); // writes another stream now
            one.ledger()
                    .decide(
                            desk -> {
                                desk.append(new Fact.Withdraw(given));
                                return true;
                            })
                    .join();
            assertThat(one.held(stream)).isEqualTo(49);
            two.pull(one, 1_024);
            settle(two);

            assertThat(two.held(stream)).isEqualTo(49);
            assertThat(events(two, stream)).isEqualTo(events(one, stream)).hasSize(49);
            assertThat(two.sharedVisits()).isEqualTo(one.sharedVisits());
            assertThat(findings(one)).isEmpty();
            assertThat(findings(two)).isEmpty();
        }
    }
}
