package dev.gatehouse.sim;

import dev.gatehouse.model.Camera;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/**
 * The camera of one lane of one booth: it tells one thing after the other, and each again until it
 * has an answer.
 */
final class SimCamera {
    /** So long it waits for an answer. */
    private static final long PATIENCE = 5 * Timeline.SECOND;

    /** One answer in so many is lost on its way. */
    private static final int LOST_EVERY = 8;

    /** Two readings of one car, of which one has no plate, are no further apart. */
    private static final long UNREAD_WITHIN = 1_500 * Timeline.MS;

    /** How it names what it tells. */
    private enum Names {
        NONE,
        OF_EACH_READING,
        OF_EACH_CAR
    }

    private record Report(Drive drive, boolean decision, OpenRequest request) {
        boolean isUnread() {
            return request.plateText().equals(Traffic.UNREAD);
        }

        @Override
        public String toString() {
            return (decision ? "decision " : "reading ") + request.plateText() + " of " + drive;
        }
    }

    private final World world;
    private final Host host;
    private final SplittableRandom random;
    private final int number;
    private final boolean tellsTime;
    private final Names names;
    private final boolean isRight;
    private final long aheadMs;

    /** When it is cut off from its booth, and tells what it saw when it is back. */
    private final long offFrom;

    private final long offTo;

    private final Deque<Report> queue = new ArrayDeque<>();
    private long attempts;
    private boolean asks;
    private long told;

    /** When the last car has passed. */
    private long freeAt;

    /**
     * @param mustTellTime whether it is to tell the time of each reading, by whatever clock
     */
    SimCamera(Host host, int number, boolean mustTellTime, SplittableRandom random) {
        this.world = host.world;
        this.host = host;
        this.random = random;
        this.number = number;
        this.tellsTime = mustTellTime || random.nextBoolean();
        this.names = Names.values()[random.nextInt(Names.values().length)];
        boolean wrong = random.nextInt(4) == 0;
        this.isRight = tellsTime && !wrong;
        this.aheadMs = wrong ? 3_600_000 : random.nextLong(3_000) - 1_500;
        boolean cutOff = isRight && random.nextInt(3) == 0;
        this.offFrom = cutOff ? random.nextLong(world.activeMs) * Timeline.MS : Long.MAX_VALUE;
        this.offTo = cutOff ? offFrom + random.nextLong(40 * Timeline.SECOND) : Long.MAX_VALUE;
    }

    private String edge() {
        return Traffic.edge(number);
    }

    long freeAt() {
        return freeAt;
    }

    void busyUntil(long at) {
        freeAt = at;
    }

    boolean tellsTime() {
        return tellsTime;
    }

    /** Whether what it tells late is known to be of before, by clocks that are right. */
    boolean tellsWhen() {
        return isRight && world.faults.stream().noneMatch(this::setsClock);
    }

    private boolean setsClock(Fault fault) {
        return fault.kind() == Fault.Kind.CLOCK_SET && fault.a() == host.number;
    }

    boolean isIdle() {
        return queue.isEmpty();
    }

    // ---- what it sees

    /** A car passes: the sender, who saw it, decides. */
    void decide(Drive drive) {
        see(drive, drive.plate, null, true);
    }

    /**
     * It reads a plate.
     *
     * @param confidence null where it read none
     */
    void read(Drive drive, String text, @Nullable Double confidence) {
        see(drive, text, confidence, false);
    }

    private void see(Drive drive, String text, @Nullable Double confidence, boolean decision) {
        String name =
                switch (names) {
                    case NONE -> null;
                    case OF_EACH_READING -> host.number + "-" + ++told;
                    case OF_EACH_CAR -> "car-" + drive.number;
                };
        var request =
                new OpenRequest(
                        text,
                        null,
                        edge(),
                        number,
                        drive.tag(),
                        confidence,
                        "auto",
                        name,
                        tellsTime ? time() : null,
                        null);
        var report = new Report(drive, decision, request);
        if (report.isUnread() && !canTellAtOnce(drive)) {
            return; // a camera does not come back to what it could not read
        }
        drive.expect();
        queue.add(report);
        next();
    }

    /** What its clock shows. */
    private Instant time() {
        return HostClock.right(world.timeline).plusMillis(aheadMs);
    }

    private boolean canTellAtOnce(Drive drive) {
        return queue.isEmpty()
                && isReached()
                && drive.isKnownSince(world.timeline.now(), UNREAD_WITHIN);
    }

    // ---- what it tells

    /** Whether there is a program there that takes what it tells. */
    private boolean isReached() {
        long now = world.timeline.now();
        boolean off = now >= offFrom && now < offTo;
        return !off
                && host.process() != null
                && !host.lacks().contains(Fact.Correction.KIND)
                && !host.lacks().contains(Fact.Voided.KIND);
    }

    private void next() {
        Report report = queue.peek();
        if (report == null || asks) {
            return;
        }
        asks = true;
        long attempt = ++attempts;
        long sent = world.timeline.now();
        world.timeline.in(random.nextLong(20 * Timeline.MS), () -> arrives(report, attempt, sent));
        world.timeline.in(PATIENCE, () -> again(attempt));
    }

    private void arrives(Report report, long attempt, long sent) {
        SimProcess process = host.process();
        if (process == null || !isReached()) {
            later(attempt);
            return;
        }
        world.trace(report + " arrives");
        process.run(
                () -> {
                    if (tellsTime) {
                        process.cameras.heard(new Camera.Word(number, edge(), "car", 0, 0, time()));
                    }
                    GateEvent.Kind way = report.drive.way;
                    process.door
                            .pass(way, report.decision, report.request)
                            .thenAccept(
                                    outcome -> answers(process, report, attempt, sent, outcome));
                });
    }

    private void answers(
            SimProcess process, Report report, long attempt, long sent, OpenOutcome outcome) {
        if (!process.isAlive() || attempt != attempts || !asks) {
            return;
        }
        if (outcome instanceof OpenOutcome.Unavailable) {
            later(attempt);
        } else if (random.nextInt(LOST_EVERY) != 0) {
            world.trace(report + " is answered " + outcome);
            report.drive.answered(sent, outcome);
            ends(report);
        }
    }

    private void ends(Report report) {
        queue.remove();
        report.drive.bring();
        asks = false;
        next();
    }

    private void later(long attempt) {
        world.timeline.in(
                1_000 * Timeline.MS + random.nextLong(2_000 * Timeline.MS), () -> again(attempt));
    }

    private void again(long attempt) {
        if (attempt == attempts && asks) {
            asks = false;
            Report report = queue.element();
            if (report.isUnread()) {
                ends(report);
            } else {
                next();
            }
        }
    }
}
