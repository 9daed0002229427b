package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.gatehouse.ledger.check.Backup;
import dev.gatehouse.ledger.check.Rebuild;
import dev.gatehouse.ledger.check.Verification;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.hash.Sha256;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.Verified;
import dev.gatehouse.model.Visit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** What an event said can be erased everywhere, and every tree and proof stays as it was. */
class EraseTest {
    @TempDir Path folder;
    private Booth one;
    private Booth two;
    private StreamId stream;

    @BeforeEach
    void aStayOfACarAndAnotherCar() {
        one = new Booth(folder, "central-1");
        two = new Booth(folder, "central-2");
        Visit visit = one.enter("29A12345");
        one.leave(visit, 25_000);
        one.enter("30F99999");
        stream = one.ledger().currentStream().stream();
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    private static void erase(Booth booth, StreamId stream, long... numbers) {
        var places =
                java.util.Arrays.stream(numbers).mapToObj(n -> new Fact.Place(stream, n)).toList();
        booth.ledger()
                .decide(
                        desk -> {
                            desk.append(new Fact.Erase(places, "asked by the driver", null));
                            return true;
                        })
                .join();
    }

    private static List<LedgerEvent> events(Booth booth, StreamId stream) {
        return booth.ledger().page(stream, 1, 99, 99, 999_999).events();
    }

    private static Verified verify(Booth booth) {
        return Verification.run(booth.file, Booth.ZONE, (_, _, _) -> true, (_, _, _) -> {});
    }

    @Test
    void whatItSaidIsGoneAndTheVisitWithItAndTheTreeIsAsItWas() {
        Hash root = one.ledger().root(stream, 3);
        List<LedgerEvent> before = events(one, stream);

        erase(one, stream, 1, 2);

        assertThat(one.visits()).extracting(v -> v.plate().canonical()).containsExactly("30F99999");
        assertThat(one.ledger().stats().revenueTodayDong()).isZero();
        assertThat(one.ledger().root(stream, 3)).isEqualTo(root);
        LedgerEvent erased = events(one, stream).getFirst();
        assertThat(erased.erased()).isTrue();
        assertThat(erased.payload().bytes())
                .isEqualTo(Sha256.of(before.getFirst().payload().bytes()).bytes());
        assertThat(Merkle.leaf(erased)).isEqualTo(Merkle.leaf(before.getFirst()));
        assertThat(verify(one).findings()).isEmpty();
        assertThat(verify(one).erased()).isEqualTo(2);
    }

    @Test
    void noByteOfThePlateIsLeftInTheFilesOfTheBoothsWhileTheyRun() throws IOException {
        two.pull(one, 10);
        assertThat(filesThatHold("29A12345")).hasSizeGreaterThan(1);

        erase(one, stream, 1, 2);
        two.pull(one, 10);

        assertThat(filesThatHold("29A12345")).isEmpty();
        assertThat(filesThatHold("29A-123.45")).isEmpty();
        assertThat(filesThatHold("30F99999")).hasSizeGreaterThan(1);
        one.enter("51G12345");
        assertThat(verify(one).findings()).isEmpty();
    }

    @Test
    void whatIsErasedLeavesTheLogAsSoonAsNobodyReadsAnOlderSnapshot() throws Exception {
        try (var reader = DriverManager.getConnection("jdbc:sqlite:" + one.file)) {
            reader.setAutoCommit(false);
            try (var statement = reader.createStatement();
                    var found = statement.executeQuery("SELECT count(*) FROM visit")) {
                assertThat(found.getLong(1)).isEqualTo(2);
            }
            erase(one, stream, 1, 2);
            assertThat(filesThatHold("29A12345")).as("which the reader may read").isNotEmpty();
        }

        one.enter("51G12345");

        assertThat(filesThatHold("29A12345")).isEmpty();
    }

    private List<Path> filesThatHold(String text) throws IOException {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> holds(file, wanted)).toList();
        }
    }

    private static boolean holds(Path file, byte[] wanted) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .contains(new String(wanted, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoeverHoldsItDropsItToo() {
        two.pull(one, 10);
        erase(one, stream, 1, 2);
        two.pull(one, 10);

        assertThat(two.sharedVisits()).isEqualTo(one.sharedVisits()).hasSize(1);
        assertThat(events(two, stream)).isEqualTo(events(one, stream));
        assertThat(two.ledger().holdings().top()).isEqualTo(one.ledger().holdings().top());
        assertThat(verify(two).findings()).isEmpty();
    }

    @Test
    void itTravelsAsItsHash() {
        erase(one, stream, 1, 2);
        two.pull(one, 10);

        assertThat(events(two, stream).getFirst().erased()).isTrue();
        assertThat(two.sharedVisits()).isEqualTo(one.sharedVisits());
        assertThat(verify(two).findings()).isEmpty();
    }

    @Test
    void itIsDroppedAlsoWhereItComesAfterItsErasing() {
        try (Booth late = new Booth(folder, "central-3")) {
            two.pull(one, 10); // has it all
            erase(late, stream, 1, 2); // knows nothing of it yet
            one.pull(late, 10);
            late.pull(two, 10); // from one who has not heard of the erasing

            assertThat(events(late, stream).getFirst().erased()).isTrue();
            assertThat(late.visits()).hasSize(1);
            two.pull(late, 10);
            assertThat(two.sharedVisits()).isEqualTo(late.sharedVisits());
            assertThat(one.sharedVisits()).isEqualTo(late.sharedVisits());
            late.restart();
            assertThat(events(late, stream).getFirst().erased()).isTrue();
        }
    }

    @Test
    void withoutItsErasingItIsHeldAndKnownToBeWithoutWhatItSaid() {
        two.pullStripped(one, stream);

        assertThat(two.ledger().holdings().top()).isEqualTo(one.ledger().holdings().top());
        assertThat(two.visits()).isEmpty();
        assertThat(two.ledger().holdings().withheld())
                .containsExactly(entry(stream, Ranges.of(1, 3)));
        two.restart();
        assertThat(two.ledger().holdings().withheld())
                .containsExactly(entry(stream, Ranges.of(1, 3)));
    }

    @Test
    void whatItSaidComesBackFromWhoeverHasItAndTheVisitWithIt() {
        two.pullStripped(one, stream);

        two.pullAgain(one, stream);

        assertThat(two.ledger().holdings().withheld()).isEmpty();
        assertThat(two.sharedVisits()).isEqualTo(one.sharedVisits()).hasSize(2);
        assertThat(events(two, stream)).isEqualTo(events(one, stream));
        assertThat(two.ledger().fold()).isEqualTo(one.ledger().fold());
        assertThat(verify(two).findings()).isEmpty();
        two.restart();
        assertThat(two.ledger().holdings().withheld()).isEmpty();
    }

    @Test
    void itsErasingAccountsForItHoweverLateItComes() {
        two.pullStripped(one, stream);
        try (Booth three = new Booth(folder, "central-3")) {
            erase(three, stream, 1, 2);
            two.pull(three, 10);
            assertThat(two.ledger().holdings().withheld())
                    .containsExactly(entry(stream, Ranges.of(3, 3)));

            two.pullAgain(one, stream);

            assertThat(two.ledger().holdings().withheld()).isEmpty();
            assertThat(two.visits())
                    .extracting(v -> v.plate().canonical())
                    .containsExactly("30F99999");
            one.pull(three, 10);
            assertThat(two.sharedVisits()).isEqualTo(one.sharedVisits());
        }
    }

    @Test
    void anErasingOfWhichOnlyTheHashCameIsDoneWhenItComesWhole() {
        two.pull(one, 10);
        try (Booth three = new Booth(folder, "central-3")) {
            erase(three, stream, 1, 2);
            StreamId erasings = three.ledger().currentStream().stream();
            two.pullStripped(three, erasings);
            assertThat(two.visits()).hasSize(2);

            two.pullAgain(three, erasings);

            assertThat(two.visits()).hasSize(1);
            assertThat(two.ledger().holdings().withheld()).isEmpty();
        }
    }

    @Test
    void onlyTheExitErasedLeavesTheCarInside() {
        erase(one, stream, 2);
        assertThat(one.visits()).hasSize(2).allMatch(Visit::inside);
        assertThat(verify(one).findings()).isEmpty();
    }

    @Test
    void aRebuildAndABackupGiveTheSame() throws IOException {
        erase(one, stream, 1, 2);
        List<Visit> visits = one.visits();
        Path copy = folder.resolve("copy.db");
        Backup.make(one.file, copy, (_, _, _) -> {});
        one.close();
        assertThat(Rebuild.run(one.file, Booth.ZONE, one.central, (_, _, _) -> {})).isEqualTo(1);
        one.restart();
        assertThat(one.visits()).isEqualTo(visits);
        assertThat(verify(one).findings()).isEmpty();
        assertThat(Verification.run(copy, Booth.ZONE, (_, _, _) -> true, (_, _, _) -> {}).erased())
                .isEqualTo(2);
        assertThat(new String(Files.readAllBytes(copy), StandardCharsets.ISO_8859_1))
                .as("the event's own row says nothing of the car")
                .doesNotContain("\"plate_id\":\"29A12345\"");
    }

    @Test
    void whatIsSaidOfOtherEventsCannotBeErased() {
        erase(one, stream, 2);
        StreamId own = one.ledger().currentStream().stream();
        erase(one, own, 4); // the erasing itself
        assertThat(events(one, own).get(3).erased()).isFalse();
        two.pull(one, 10);
        assertThat(two.sharedVisits()).isEqualTo(one.sharedVisits());
    }

    @Test
    void aForkThatIsWrittenAgainDoesNotBringItBack() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("clone"));
        try (Booth clone = new Booth(elsewhere, "central-1");
                Booth three = new Booth(folder, "central-3")) {
            clone.enter("51H00001");
            clone.enter("51H00002"); // another version of the same stream
            three.meet(clone);
            two.meet(one);
            erase(two, stream, 1, 2);
            one.meet(three); // writes its version again, the stay with it
            one.meet(two); // and hears only now that it is to be erased
            two.meet(one);
            three.meet(one);
            three.meet(two);
            two.meet(three);
            two.meet(one);

            for (Booth booth : List.of(one, two, three)) {
                assertThat(booth.visits())
                        .as(booth.central.value())
                        .noneMatch(v -> v.plate().canonical().equals("29A12345"));
            }
            assertThat(three.sharedVisits()).isEqualTo(one.sharedVisits());
            assertThat(two.sharedVisits()).isEqualTo(one.sharedVisits());
        }
    }

    @Test
    void verifyNamesWhatWasToBeErasedAndIsStillThere() throws SQLException {
        erase(one, stream, 1);
        HandMade.change(one.file, "DELETE FROM erased");
        HandMade.change(one.file, "INSERT INTO erased SELECT stream, 3, 3 FROM stream");
        assertThat(verify(one).findings())
                .extracting(f -> f.text())
                .contains("what was to be erased is still there");
    }
}
