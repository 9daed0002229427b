package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.ledger.query.Page;
import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamDescriptor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An event may come without what it says: its erasing is then on its way, or was lost with a disk,
 * or a peer just left it out.
 */
class PayloadsTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir Path folder;

    private TestNode writer;
    private TestNode one;
    private TestNode two;
    private StreamDescriptor stream;

    /** Central-1 and -2 hold a car's entry without what it says; the writer is not there. */
    @BeforeEach
    void twoBoothsThatWereToldHalf() throws Exception {
        writer = new TestNode(folder, 3).open();
        one = new TestNode(folder, 1);
        two = new TestNode(folder, 2).knows(one);
        one.knows(two);
        writer.knows(one).knows(two);
        writer.enter("29A12345");
        writer.enter("30F99999");
        stream = writer.ledger().currentStream();
    }

    @AfterEach
    void off() {
        writer.close();
        one.close();
        two.close();
    }

    private void tellHalf(TestNode to) throws NoSuchAlgorithmException {
        Page page = writer.ledger().page(stream.stream(), 1, 2, 10, 100_000);
        LedgerEvent said = page.events().getFirst();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(said.payload().bytes());
        var hashOnly =
                new LedgerEvent(
                        said.stream(),
                        said.seq(),
                        said.id(),
                        said.kind(),
                        said.src(),
                        said.central(),
                        said.hlc(),
                        said.wallMs(),
                        Blob.of(hash),
                        true);
        List<LedgerEvent> events = List.of(hashOnly, page.events().getLast());
        to.ledger()
                .merge(Arrival.check(stream, events, page.n(), page.root(), page.proof()))
                .join();
    }

    @Test
    void aPeerThatHasItGivesItAndOnlyThenTheyAreIdentical() throws Exception {
        tellHalf(one.open());
        one.stop();
        writer.stop();
        writer = new TestNode(folder, 3).knows(one);
        one.peers.clear();
        one.knows(writer);
        writer.start();
        one.start();
        assertThat(one.visits()).hasSize(1);
        Instant met = Instant.now();

        await().atMost(SOON).until(() -> one.isIdenticalTo(writer, met));

        assertThat(one.visits()).hasSize(2);
        assertThat(one.ledger().fold()).isEqualTo(writer.ledger().fold());
    }

    @Test
    void twoWhoAreBothWithoutItHoldTheSameAndAreNotIdenticalBeforeItIsAccountedFor()
            throws Exception {
        tellHalf(one.open());
        tellHalf(two.open());
        one.stop();
        two.stop();
        one.start();
        two.start();
        Instant met = Instant.now();
        await().atMost(SOON).until(() -> one.peer(two).connected() && one.holdsTheSameAs(two));
        await().during(TestNode.HEARTBEAT.multipliedBy(3))
                .atMost(SOON)
                .until(() -> !one.isIdenticalTo(two, met) && !two.isIdenticalTo(one, met));

        one.ledger()
                .decide(
                        desk -> {
                            var place = new Fact.Place(stream.stream(), 1);
                            desk.append(new Fact.Erase(List.of(place), "asked for", null));
                            return true;
                        })
                .join();

        await().atMost(SOON)
                .until(() -> one.isIdenticalTo(two, met) && two.isIdenticalTo(one, met));
        assertThat(one.visits()).hasSize(1);
        assertThat(one.ledger().fold()).isEqualTo(two.ledger().fold());
    }
}
