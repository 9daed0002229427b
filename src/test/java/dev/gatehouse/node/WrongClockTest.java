package dev.gatehouse.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.config.ConfigStore;
import dev.gatehouse.config.Loaded;
import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.Alarm.Code;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A booth whose PC has a wrong clock, as a whole node. */
class WrongClockTest {
    private static final Instant BUILT = BuildTime.read();

    @TempDir private Path folder;
    private final AtomicReference<Duration> shift = new AtomicReference<>(Duration.ZERO);
    private RunningNode one;

    @BeforeEach
    void on() throws Exception {
        one = new RunningNode(folder, 1);
        restart();
    }

    @AfterEach
    void off() {
        one.close();
    }

    private Instant now() {
        Instant rightAndAfterTheBuild = BUILT.plus(Duration.ofDays(400)).plusNanos(nanos());
        return rightAndAfterTheBuild.plus(shift.get());
    }

    private static long nanos() {
        return System.nanoTime() % Duration.ofDays(100).toNanos();
    }

    private void restart() throws Exception {
        one.node.close();
        var store = new ConfigStore(one.folder, null, Map.of(), "booth");
        Loaded loaded = store.load();
        var means = Node.Means.real(one.folder, loaded.config(), "test", loaded.problems(), store);
        one.node = Node.open(means.withWall(this::now));
        one.node.startStrictly();
    }

    private Optional<Alarm> alarm() {
        return one.node.alarms().list().open().stream()
                .filter(alarm -> alarm.code() == Code.CLOCK_WRONG && alarm.active())
                .findFirst();
    }

    @Test
    void theBuildWroteItsTime() {
        assertThat(BUILT).isAfter(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(Instant.now()).as("of whoever builds it").isAfter(BUILT);
    }

    @Test
    void aPcWithoutAClockBatteryIsToldOfAtOnceUntilItsClockIsSet() throws Exception {
        assertThat(alarm()).isEmpty();
        shift.set(Duration.between(now(), Instant.parse("2000-01-01T00:00:30Z")));
        restart();
        await().atMost(Duration.ofSeconds(5)).until(() -> alarm().isPresent());
        Alarm told = alarm().orElseThrow();
        assertThat(told.severity()).isEqualTo(1);
        assertThat(told.args().getFirst()).startsWith("2000-01-01 0");
        assertThat(told.detail()).contains("2000-01-01T00:00:00Z", BUILT.toString());
        assertThat(doctor()).anyMatch(line -> !line.well() && line.text().contains("2000-01-01"));

        shift.set(Duration.ZERO);
        await().atMost(Duration.ofSeconds(15)).until(() -> alarm().isEmpty());
    }

    @Test
    void aClockSetBackBehindTheLastCarIsToldOfAlsoAfterARestart() throws Exception {
        one.open("29A-123.45");
        shift.set(Duration.ofHours(-2));
        await().atMost(Duration.ofSeconds(5)).until(() -> alarm().isPresent());
        assertThat(alarm().orElseThrow().detail())
                .contains(
                        now().plus(Duration.ofHours(2))
                                .truncatedTo(ChronoUnit.HOURS)
                                .toString()
                                .substring(0, 13));
        one.open("29A-123.46");
        restart();
        await().atMost(Duration.ofSeconds(5)).until(() -> alarm().isPresent());
        shift.set(Duration.ofSeconds(-30)); // within what time services do
        await().atMost(Duration.ofSeconds(15)).until(() -> alarm().isEmpty());
    }

    private List<Checkup.Line> doctor() {
        var store = new ConfigStore(one.folder, null, Map.of(), "booth");
        try {
            return Checkup.run(one.folder, store.load().config()).stream()
                    .filter(line -> line.part().equals("clock"))
                    .toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
