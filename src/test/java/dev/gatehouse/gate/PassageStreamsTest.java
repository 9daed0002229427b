package dev.gatehouse.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gate.Morning.Span;
import dev.gatehouse.gate.Morning.Stay;
import dev.gatehouse.gate.Morning.Told;
import dev.gatehouse.ledger.Booth;
import dev.gatehouse.model.Camera;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.Visit;
import dev.gatehouse.passage.LaneMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** However devices tell of cars, there are as many visits as stays, and each is the right car's. */
class PassageStreamsTest {
    private static final int MORNINGS = Integer.getInteger("gatehouse.mornings", 50);
    private static final FeeRules FEES = new FeeRules(30, 25_000);

    /** A device's clock that counts as right is off by no more. */
    private static final long CLOCK_MS = 5_000;

    @TempDir Path folder;

    /** What was answered to a report of that stay. */
    private record Answered(Told told, OpenOutcome outcome, boolean restarted) {}

    /** One morning at a real ledger. */
    private final class Run implements AutoCloseable {
        private final Morning morning;
        private final Booth booth;
        private final List<Answered> answers = new ArrayList<>();
        private Gate gate;
        private Cameras cameras;
        private long atMs;

        Run(long seed) {
            morning = new Morning(seed);
            booth = new Booth(folder, "central-" + seed);
            begin();
        }

        private void begin() {
            var heard = new Cameras(booth.clock, booth.clock::nanos, List.of());
            cameras = heard;
            var clocks =
                    new GateClocks(
                            booth.clock,
                            booth.clock::nanos,
                            _ -> false,
                            request ->
                                    Optional.ofNullable(request.cameraId()).flatMap(heard::skew));
            var lanes = new LaneMap(morning.lanes());
            gate =
                    new Gate(
                            booth.ledger(),
                            new SiteBook(booth.ledger(), FEES, ZoneOffset.UTC),
                            clocks,
                            () -> lanes);
        }

        void live() {
            var restarts = new ArrayList<>(morning.restartsMs);
            for (Told told : morning.told) {
                boolean restarted = restarts.remove(told.atMs());
                booth.clock.pass(Duration.ofMillis(told.atMs() - atMs));
                atMs = told.atMs();
                if (restarted) {
                    booth.restart();
                    begin();
                }
                morning.clocksMs(atMs).forEach(this::beat);
                OpenOutcome outcome =
                        (told.decision()
                                        ? gate.open(told.way(), told.request())
                                        : gate.pass(told.went(), told.request()))
                                .join()
                                .outcome();
                answers.add(new Answered(told, outcome, restarted));
            }
        }

        private void beat(int camera, long clockMs) {
            Instant time = booth.clock.instant().plusMillis(clockMs);
            cameras.heard(new Camera.Word(camera, "Camera " + camera, "car", 0, 0, time));
        }

        /** What is not as it must be. */
        List<String> faults() {
            var faults = new ArrayList<String>();
            Map<String, List<Visit>> visits = new LinkedHashMap<>();
            booth.visits().stream()
                    .sorted(Comparator.comparing(visit -> visit.entry().at()))
                    .forEach(
                            visit ->
                                    visits.computeIfAbsent(
                                                    visit.plate().canonical(),
                                                    _ -> new ArrayList<>())
                                            .add(visit));
            for (Stay stay : morning.stays) {
                List<Visit> of = visits.getOrDefault(stay.plate, List.of());
                if (of.isEmpty()) {
                    faults.add("no visit: " + stay);
                } else {
                    check(stay, of.removeFirst(), faults);
                }
            }
            visits.values().forEach(more -> more.forEach(one -> faults.add("no stay: " + one)));
            return faults;
        }

        private void check(Stay stay, Visit visit, List<String> faults) {
            Visit.Departure exit = visit.exit();
            Span out = stay.out;
            if (!visit.entryKnown() || !isWithin(stay.in, visit.entry().at())) {
                faults.add("another entry: " + stay + ": " + visit);
            }
            if (exit == null || out == null) {
                if (exit != null || out != null) {
                    faults.add("inside or not: " + stay + ": " + visit);
                }
            } else {
                if (!isWithin(out, exit.passage().at())) {
                    faults.add("another exit: " + stay + ": " + visit);
                }
                long stayed = Duration.between(visit.entry().at(), exit.passage().at()).toSeconds();
                if (!exit.alone() && exit.feeDong() != FEES.price(stayed, 0).feeDong()) {
                    faults.add("another fee: " + stay + ": " + visit);
                }
            }
            answers.stream()
                    .filter(one -> one.told().stay() == stay && !names(one, visit))
                    .forEach(
                            one ->
                                    faults.add(
                                            "another answer: "
                                                    + one
                                                    + " of "
                                                    + stay
                                                    + ": "
                                                    + visit));
        }

        private boolean names(Answered one, Visit visit) {
            boolean unread = one.told().request().confidence() == null && !one.told().decision();
            boolean settled =
                    (one.told().again() && !unread)
                            || one.told().request().plateText().equals(one.told().stay().plate);
            if (!settled || one.told().stay().late) {
                return true;
            }
            return switch (one.outcome()) {
                case OpenOutcome.Entered in ->
                        one.told().went() == GateEvent.Kind.ENTRY
                                && in.eventId().equals(visit.eventId())
                                && in.historyId() == visit.id();
                case OpenOutcome.Left left ->
                        one.told().went() == GateEvent.Kind.EXIT
                                && left.eventId().equals(visit.eventId())
                                && left.historyId() == visit.id();
                default -> false;
            };
        }

        private boolean isWithin(Span span, Instant at) {
            return !at.isBefore(Booth.NOON.plusMillis(span.fromMs() - CLOCK_MS))
                    && !at.isAfter(Booth.NOON.plusMillis(span.toMs() + CLOCK_MS));
        }

        @Override
        public void close() {
            booth.close();
            try {
                for (String end : List.of("", "-wal", "-shm")) {
                    Files.deleteIfExists(Path.of(booth.file + end));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void thereAreAsManyVisitsAsStaysWhateverTheDevicesTell() {
        var failed = new ArrayList<String>();
        long reports = 0;
        for (long seed = 1; seed <= MORNINGS && failed.size() < 5; seed++) {
            try (var run = new Run(seed)) {
                run.live();
                reports += run.answers.size();
                long which = seed;
                run.faults().stream()
                        .limit(1)
                        .forEach(one -> failed.add("seed " + which + ": " + one));
            }
        }
        System.out.println(reports + " reports in " + MORNINGS + " mornings");
        assertThat(failed).isEmpty();
    }
}
