package dev.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is done with several booths at once. */
final class Booths {
    static final Duration START = Duration.ofSeconds(120);
    static final Duration SYNC = Duration.ofSeconds(60);

    private Booths() {}

    /**
     * How much of something a run has: by {@code mvn verify -Dgatehouse.full=true} as much as the
     * scenario says, otherwise so little that everybody waits for it.
     */
    static int sized(int full, int small) {
        return Boolean.getBoolean("gatehouse.full") ? full : small;
    }

    static void start(List<BoothProcess> all) throws IOException {
        for (BoothProcess booth : all) {
            booth.start();
        }
        await().atMost(START).until(() -> all.stream().allMatch(BoothProcess::up));
    }

    /** Each shows that all of them hold the same, and so many events. */
    static void identical(List<BoothProcess> all, long events) {
        await().atMost(SYNC)
                .untilAsserted(
                        () -> {
                            for (BoothProcess booth : all) {
                                JsonNode proof = booth.proof();
                                assertThat(proof.path("identical").booleanValue(false))
                                        .as("%s: %s", booth.id(), proof)
                                        .isTrue();
                                assertThat(proof.path("events").longValue(-1)).isEqualTo(events);
                            }
                        });
        Set<String> digests = new HashSet<>();
        await().atMost(SYNC)
                .until(
                        () -> {
                            digests.clear();
                            for (BoothProcess booth : all) {
                                digests.add(booth.proof().path("digest").stringValue(""));
                            }
                            return digests.size() == 1;
                        });
    }
}
