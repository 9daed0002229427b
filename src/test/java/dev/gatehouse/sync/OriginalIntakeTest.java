package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.mesh.Link;
import dev.gatehouse.mesh.Loop;
import dev.gatehouse.mesh.Machine;
import dev.gatehouse.mesh.PeerAddress;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Visit;
import dev.gatehouse.sync.original.Happened;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/** What originals tell, on its way into the ledger. */
class OriginalIntakeTest {
    private static final CentralId NINE = new CentralId("central-9");

    private static Happened entry(CentralId central, int car) {
        String plate = "30A1000" + car;
        String name = "central-9_" + (1_772_326_800_000L + car) + "_" + plate;
        String time = "2026-03-01 01:00:00";
        Plate as = new Plate(plate, plate);
        return new Happened(central, new Fact.Entry(name, as, null, Fact.Reading.NONE, time));
    }

    @Test
    @SuppressWarnings("NullAway") // a fault that no row is known to cause
    void oneRowThatFailsIsRejectedAndThoseBesideItAreWritten(@TempDir Path folder)
            throws Exception {
        try (var node = new TestNode(folder, 1).knowsWithoutReaching("central-2");
                Loop loop =
                        Machine.real(InstantSource.system(), System::nanoTime, new Random())
                                .loops()
                                .apply("intake")) {
            node.start();
            RawPeer other = RawPeer.connect(node.address, "central-2", folder);
            other.sayHello();
            await().until(() -> node.sync().shared.sessionOf(other.central) != null);
            Link link = requireNonNull(node.sync().shared.sessionOf(other.central)).link;
            var original = new OriginalPeer(new PeerBook(new PeerAddress(NINE, "127.0.0.9", 9)));
            var intake = new OriginalIntake(node.sync().shared, loop);

            loop.hand(
                    () -> {
                        for (int car = 0; car < 5; car++) {
                            CentralId central = car == 2 ? null : NINE;
                            String name = "row " + car;
                            intake.offer(original, link, name, List.of(entry(central, car)), 0);
                        }
                    });
            await().until(() -> !intake.isWaiting(original));

            await().untilAsserted(
                            () -> {
                                assertThat(original.book.merged).isEqualTo(4);
                                assertThat(original.book.rejected).isEqualTo(1);
                            });
            assertThat(original.book.received).isEqualTo(5);
            assertThat(original.nextPass).as("nothing is missed").isNull();
            assertThat(node.visits())
                    .extracting(Visit::eventId)
                    .hasSize(4)
                    .noneMatch(name -> name.endsWith("_30A10002"));
            other.close();
        }
    }
}
