package dev.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** A booth whose power fails while cars come in at several lanes. */
@Timeout(180)
class PowerCutIT {
    private static final int LANES = 8;

    @RepeatedTest(2)
    void everyAcknowledgedEventIsThereAfterAKillUnderLoad(@TempDir Path folder) throws Exception {
        try (BoothProcess booth = BoothProcess.mesh(1, folder).getFirst()) {
            booth.start();
            await().atMost(Duration.ofSeconds(40)).until(booth::up);
            Set<String> acknowledged = ConcurrentHashMap.newKeySet();
            var stop = new AtomicBoolean();

            try (var lanes = Executors.newFixedThreadPool(LANES)) {
                for (int lane = 0; lane < LANES; lane++) {
                    int number = lane;
                    lanes.submit(() -> letIn(booth, number, acknowledged, stop));
                }
                await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() >= 300);
                booth.kill();
                stop.set(true);
            }

            booth.start();
            await().atMost(Duration.ofSeconds(40)).until(booth::up);
            assertThat(booth.plates())
                    .as("plates answered with success before the kill")
                    .containsAll(acknowledged)
                    .doesNotHaveDuplicates();
        }
    }

    private static void letIn(
            BoothProcess booth, int lane, Set<String> acknowledged, AtomicBoolean stop) {
        for (int car = 0; !stop.get() && car < 90; car++) { // at most 720, so that one page has all
            String plate = "%02dA%05d".formatted(10 + lane, car);
            try {
                JsonNode answer = booth.open(plate);
                if (answer.path("success").booleanValue(false)) {
                    acknowledged.add(plate);
                }
            } catch (IOException | InterruptedException cut) {
                return;
            }
        }
    }
}
