package dev.gatehouse.demo;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.Passed;
import dev.gatehouse.port.DemoPort;
import dev.gatehouse.port.NodePort;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * A whole car park in one process: its centrals, and the cameras at their gates. The window is on
 * the first one. Opened by {@link #openFirst}, then {@link #openOthers}; any thread.
 */
public final class CarPark implements DemoPort, AutoCloseable {
    /** What the cars do is looked at so often: four cars a second at the highest rate. */
    private static final long TICK_MS = 200;

    /** A row that was altered is looked at again so often. */
    private static final long LOOK_MS = 500;

    /** A camera says that it is there so often; it counts as silent after 60 s. */
    private static final long CAMERA_SECONDS = 10;

    /** Behind a car that came in the barrier closes after this. */
    private static final Duration CLOSES_AFTER = Duration.ofSeconds(2);

    /** The gate that the window is at. */
    private static final int WINDOW = 0;

    private static final Logger LOG = LoggerFactory.getLogger(CarPark.class);

    private final List<Booth> booths;
    private final LongSupplier nanos;
    private final long begun;
    private final ScheduledExecutorService cars =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("demo-cars").daemon().factory());

    // the thread of the cars
    private final Traffic traffic;
    private final Oddities oddities;
    private final RandomGenerator random;
    private final Waiting waiting = new Waiting();
    private final PriorityQueue<Closing> closings =
            new PriorityQueue<>(Comparator.comparing(Closing::at));

    /** A barrier that closes behind a car. */
    private record Closing(Duration at, Traffic.Move move) {}

    /**
     * @param site makes the centrals
     * @param perMinute cars in a minute, in and out, over all gates, in the mean of a day
     * @param right the right time
     * @param nanos a steady clock, as {@link System#nanoTime}
     */
    public CarPark(
            Site site,
            double perMinute,
            InstantSource right,
            LongSupplier nanos,
            RandomGenerator random) {
        var made = new ArrayList<Booth>();
        for (CentralId id : site.centrals()) {
            made.add(new Booth(id, site, made.isEmpty(), right));
        }
        this.booths = List.copyOf(made);
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
        this.traffic = new Traffic(perMinute, random);
        this.oddities = new Oddities(random);
        this.random = random;
    }

    /** The clock of the central that the window is on. */
    public InstantSource clock() {
        return booths.getFirst().clock();
    }

    /**
     * Opens the central that the window is on; blocks.
     *
     * @throws IOException when its database cannot be opened
     */
    public Site.Running openFirst() throws IOException {
        Booth first = booths.getFirst();
        first.open();
        Site.Running open = first.running();
        if (open == null) {
            throw new IOException(first.id() + " does not run");
        }
        return open;
    }

    /**
     * Opens the others one after the other, and lets the cars come; blocks for a few seconds.
     *
     * @throws IOException when a database cannot be opened
     */
    public void openOthers() throws IOException {
        cars.scheduleWithFixedDelay(this::tick, 0, TICK_MS, TimeUnit.MILLISECONDS);
        cars.scheduleWithFixedDelay(this::camerasSpeak, 0, CAMERA_SECONDS, TimeUnit.SECONDS);
        cars.scheduleWithFixedDelay(this::lookAgain, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
        for (Booth booth : booths) {
            if (!cars.isShutdown()) { // closed meanwhile
                booth.open();
            }
        }
    }

    private Duration now() {
        return Duration.ofNanos(nanos.getAsLong() - begun);
    }

    private void tick() {
        try {
            Duration now = now();
            Site.Running first = booths.getFirst().running();
            if (first != null) {
                waiting.ended(first.node(), now).forEach(this::goesOn);
            }
            for (Traffic.Move move : traffic.until(now, staffed())) {
                comes(move, now);
            }
            while (!closings.isEmpty() && closings.peek().at().compareTo(now) <= 0) {
                close(closings.remove().move());
            }
        } catch (RuntimeException e) { // a node that is being stopped; the next car finds another
            LOG.debug("A car found no gate", e);
        }
    }

    private List<Integer> staffed() {
        var gates = new ArrayList<Integer>();
        for (int gate = 0; gate < booths.size(); gate++) {
            if (booths.get(gate).running() != null) {
                gates.add(gate);
            }
        }
        return gates;
    }

    /** At the window's central something odd befalls some cars, and behind one no other waits. */
    private void comes(Traffic.Move move, Duration now) {
        if (move.gate() != WINDOW) {
            pass(move);
        } else if (waiting.isTaken(move.entering())) {
            pass(move.at(elsewhere()));
        } else {
            oddities.next(now, move.entering())
                    .ifPresentOrElse(oddity -> befall(oddity, move, now), () -> pass(move));
        }
    }

    /** Another gate that is staffed; the window's own where there is none. */
    private int elsewhere() {
        List<Integer> others = staffed().stream().filter(gate -> gate != WINDOW).toList();
        return others.isEmpty() ? WINDOW : others.get(random.nextInt(others.size()));
    }

    private void befall(Oddity oddity, Traffic.Move move, Duration now) {
        Site.Running open = booths.get(WINDOW).running();
        if (open == null) {
            answered(move, null);
            return;
        }
        NodePort node = open.node();
        switch (oddity) {
            case ASKS -> {
                traffic.waits(move);
                waiting.add(move, now);
                Cameras.detect(node, move, move.plate());
            }
            case MISREAD -> {
                waiting.add(move, now);
                Cameras.detect(node, move, Misreading.of(move.plate(), random));
            }
            case UNREAD -> Cameras.passUnread(node, move).thenAccept(p -> hand(move, p));
            case TWICE -> {
                pass(move);
                var repeated = Cameras.pass(node, move); // the first one's answer counts
            }
            case NO_ENTRY -> {
                pass(move);
                pass(traffic.stranger(WINDOW));
            }
        }
    }

    /** The wait of a car has ended: it was let through, or turns around, or the camera sees it. */
    private void goesOn(Waiting.End end) {
        Traffic.Move move = end.move();
        if (!move.entering()) {
            if (end.decided()) {
                traffic.gone(move);
            } else {
                pass(move); // read right the second time, so that it is not there for ever
            }
        } else if (end.decided()) {
            traffic.entered(move, now());
            closings.add(new Closing(now().plus(CLOSES_AFTER), move));
        } else {
            traffic.gone(move);
        }
    }

    private void pass(Traffic.Move move) {
        Site.Running open = booths.get(move.gate()).running();
        if (open == null) {
            answered(move, null);
            return;
        }
        Cameras.pass(open.node(), move).thenAccept(outcome -> hand(move, outcome));
    }

    private void hand(Traffic.Move move, Passed outcome) {
        try {
            cars.execute(() -> answered(move, outcome));
        } catch (RejectedExecutionException closing) {
            LOG.trace("Closing; nobody asks for this car any more", closing);
        }
    }

    private void answered(Traffic.Move move, @Nullable Passed passed) {
        OpenOutcome opened = passed == null ? null : passed.outcome();
        if (opened instanceof OpenOutcome.Entered) {
            closings.add(new Closing(now().plus(CLOSES_AFTER), move));
        } else if (move.entering() || opened instanceof OpenOutcome.Left) {
            traffic.gone(move);
        } else {
            traffic.stays(move, now());
        }
    }

    private void close(Traffic.Move move) {
        Site.Running open = booths.get(move.gate()).running();
        if (open != null) {
            Cameras.close(open.node(), move);
        }
    }

    private void camerasSpeak() {
        for (Booth booth : booths) {
            Site.Running open = booth.running();
            if (open != null) {
                Cameras.speak(open.node());
            }
        }
    }

    private void lookAgain() {
        booths.forEach(Booth::lookAgain);
    }

    @Override
    public List<Central> centrals() {
        return booths.stream().map(Booth::now).toList();
    }

    @Override
    public CompletableFuture<Outcome> cut(CentralId central, boolean out) {
        return booth(central).cut(out);
    }

    @Override
    public CompletableFuture<Outcome> run(CentralId central, boolean running) {
        return booth(central).run(running);
    }

    @Override
    public CompletableFuture<Outcome> setClock(CentralId central, Duration ahead) {
        return booth(central).setClock(ahead);
    }

    @Override
    public CompletableFuture<Outcome> alter(CentralId central) {
        return booth(central).alter();
    }

    private Booth booth(CentralId central) {
        return booths.stream()
                .filter(b -> b.id().equals(central))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(central + " is not in the demo"));
    }

    /** No more cars; stops all centrals, the one that the window is on last. Blocks. */
    @Override
    public void close() {
        cars.shutdownNow();
        booths.reversed().forEach(Booth::stop);
    }
}
