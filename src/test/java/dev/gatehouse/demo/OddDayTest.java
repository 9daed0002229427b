package dev.gatehouse.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.VisitQuery;
import dev.gatehouse.node.DemoSite;
import dev.gatehouse.port.NodePort;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/** Two whole centrals at which odd things befall the cars, in a day that goes by faster. */
@Timeout(180)
class OddDayTest {
    /** Two minutes of the demonstration in six seconds. */
    private static final long FASTER = 20;

    private static final VisitQuery ODD =
            new VisitQuery(VisitQuery.Which.ODD, null, null, null, null, 100);

    @TempDir Path folder;

    @Test
    void theOddThingsOfADayAreInTheHistoryAndCarsThatNobodyLetsInDriveOn() throws Exception {
        long begun = System.nanoTime();
        try (CarPark park =
                new CarPark(
                        new DemoSite(folder, 2, "test"),
                        40,
                        InstantSource.system(),
                        () -> (System.nanoTime() - begun) * FASTER,
                        new Random(11))) {
            NodePort node = park.openFirst().node();
            park.openOthers();
            CentralId own = node.info().central();

            await().atMost(Duration.ofSeconds(120))
                    .untilAsserted(
                            () -> {
                                List<GateEvent> events = node.history().recent(5_000);
                                assertThat(events)
                                        .as("cars whose plate nobody read")
                                        .anyMatch(
                                                e ->
                                                        e.plate().isUnread()
                                                                && e.central().equals(own));
                                assertThat(node.history().visits(ODD).rows())
                                        .as("cars that left and had not come")
                                        .anyMatch(row -> !row.visit().entryKnown());
                                assertThat(node.gate().repeats()).as("read twice").isPositive();
                            });
            int soFar = node.history().recent(5_000).size();
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () ->
                                    assertThat(node.history().recent(5_000))
                                            .as("nobody at the window, and cars go on")
                                            .hasSizeGreaterThan(soFar + 20));
        }
    }
}
