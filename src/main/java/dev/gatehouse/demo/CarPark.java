package dev.gatehouse.demo;

import dev.gatehouse.model.Camera;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.port.DemoPort;

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

    private static final Logger LOG = LoggerFactory.getLogger(CarPark.class);

    private final List<Booth> booths;
    private final LongSupplier nanos;
    private final long begun;
    private final ScheduledExecutorService cars =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("demo-cars").daemon().factory());

    // the thread of the cars
    private final Traffic traffic;
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
            for (Traffic.Move move : traffic.until(now, staffed())) {
                pass(move);
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

    private void pass(Traffic.Move move) {
        Site.Running open = booths.get(move.gate()).running();
        if (open == null) {
            answered(move, null);
            return;
        }
        var request =
                new OpenRequest(
                        move.plate(),
                        null,
                        edge(move),
                        move.entering() ? 1 : 2,
                        camera(move.entering()),
                        move.confidence(),
                        "auto");
        GateEvent.Kind way = move.entering() ? GateEvent.Kind.ENTRY : GateEvent.Kind.EXIT;
        open.node().gate().pass(way, request).thenAccept(outcome -> hand(move, outcome));
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
            var unused = open.node().gate().close(move.plate(), edge(move));
        }
    }

    private static String edge(Traffic.Move move) {
        return move.entering() ? "edge-in" : "edge-out";
    }

    private static String camera(boolean entering) {
        return entering ? "Làn vào" : "Làn ra"; // as a site names its cameras
    }

    private void camerasSpeak() {
        for (Booth booth : booths) {
            Site.Running open = booth.running();
            if (open != null) {
                open.node().cameras().heard(new Camera.Word(1, camera(true), "ENTRY", 0, 0));
                open.node().cameras().heard(new Camera.Word(2, camera(false), "EXIT", 0, 0));
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
