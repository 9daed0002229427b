package dev.gatehouse.sim;

import dev.gatehouse.ledger.write.Decision;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.Visit;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** Cars that come and go at every booth, and what their drivers are told. */
final class People {
    private final World world;
    private final SplittableRandom random;
    private final int cars;
    private final long pauseMs;

    People(World world, SplittableRandom random) {
        this.world = world;
        this.random = random;
        this.cars = 3 + random.nextInt(12);
        this.pauseMs = 300 + random.nextLong(8_000);
    }

    void begin() {
        world.hosts.forEach(this::next);
    }

    /** There is another booth. */
    void come(Host host) {
        next(host);
    }

    private void next(Host host) {
        world.timeline.in(
                random.nextLong(2 * pauseMs * Timeline.MS),
                () -> {
                    if (!world.isHealed()) {
                        act(host);
                        next(host);
                    }
                });
    }

    private void act(Host host) {
        int slot = random.nextInt(cars);
        String car = plate(slot);
        switch (random.nextInt(40)) {
            case 0, 1, 2, 3, 4, 5 -> confirm(host, car);
            case 6, 7 -> {
                String right = other(random.nextInt(cars));
                if (isSettled(slot)) {
                    correct(host, car, right);
                }
            }
            case 8, 9 -> {
                if (isSettled(slot)) {
                    voidEntry(host, car);
                }
            }
            case 10 -> note(host, new Fact.ManualOpening("edge-1", null, "ambulance", null));
            case 11 -> pay(host, car);
            case 12 -> note(host, new Fact.Shift("Lan", random.nextBoolean(), 500_000L, null));
            case 13 -> note(host, passes(car));
            case 14 -> note(host, new Fact.Fees(new FeeRules(30, 1_000L * random.nextInt(50))));
            case 15, 16 -> {
                if (world.originals == null) { // they tell again what they are not told to forget
                    erase(host);
                }
            }
            default -> {
                if (world.traffic == null) {
                    pass(host, car);
                } else {
                    world.traffic.drive(host, slot);
                }
            }
        }
    }

    /**
     * Whether no camera still tells of that car: what a person changed meanwhile would be told
     * again as it was.
     */
    private boolean isSettled(int slot) {
        return world.traffic == null || world.traffic.isSettled(slot);
    }

    /** Whether the version of the program there has what makes such a fact. */
    private static boolean knows(Host host, String kind) {
        return !host.lacks().contains(kind);
    }

    private static Fact.Passes passes(String car) {
        return new Fact.Passes(
                List.of(
                        new Fact.Pass(
                                1,
                                car,
                                null,
                                "monthly",
                                "active",
                                "2026-11-01",
                                "2026-11-30",
                                null,
                                null)));
    }

    /** Somebody pays for the stay of a car that is inside. */
    private void pay(Host host, String car) {
        if (!knows(host, Fact.Payment.KIND)) {
            return;
        }
        decide(
                host,
                desk -> {
                    String visit =
                            desk.openVisit(new Plate(car, car)).map(Visit::eventId).orElse(null);
                    desk.append(new Fact.Payment(visit, 25_000, "cash", "edge-1", null, null));
                    return true;
                });
    }

    /** Somebody asks that something that is held there be forgotten everywhere. */
    private void erase(Host host) {
        SimProcess process = host.process();
        if (process == null) {
            return;
        }
        List<StreamHead> heads =
                process.ledger.holdings().all().stream()
                        .filter(head -> head.n() > 0)
                        .sorted(Comparator.comparing(StreamHead::stream))
                        .toList();
        if (heads.isEmpty()) {
            return;
        }
        StreamHead head = heads.get(random.nextInt(heads.size()));
        var place = new Fact.Place(head.stream(), 1 + random.nextLong(head.n()));
        world.checks.remember(
                process.ledger
                        .page(head.stream(), place.seq(), place.seq(), 1, 1 << 20)
                        .events()
                        .getFirst());
        note(host, new Fact.Erase(List.of(place), "asked by the driver", null));
    }

    private void decide(Host host, Decision<Boolean> decision) {
        SimProcess process = host.process();
        if (process != null) {
            process.run(() -> process.ledger.decide(decision));
        }
    }

    /** The camera misread the plate of a car that is inside. */
    private void correct(Host host, String car, String right) {
        if (!knows(host, Fact.Correction.KIND)) {
            return;
        }
        Plate plate = new Plate(car, car);
        Plate other = new Plate(right, right);
        decide(
                host,
                desk ->
                        desk.openVisit(plate)
                                .flatMap(
                                        visit ->
                                                desk.amend(
                                                        List.of(plate, other),
                                                        new Fact.Correction(
                                                                visit.eventId(),
                                                                right,
                                                                right,
                                                                "misread",
                                                                null,
                                                                null)))
                                .isPresent());
    }

    /** There was no such car. */
    private void voidEntry(Host host, String car) {
        if (!knows(host, Fact.Voided.KIND)) {
            return;
        }
        Plate plate = new Plate(car, car);
        decide(
                host,
                desk ->
                        desk.openVisit(plate)
                                .flatMap(
                                        visit ->
                                                desk.amend(
                                                        List.of(plate),
                                                        new Fact.Voided(
                                                                visit.eventId(), "test", null)))
                                .isPresent());
    }

    /** Something that concerns no car. */
    private void note(Host host, Fact.OfSite fact) {
        if (knows(host, fact.kind())) {
            decide(
                    host,
                    desk -> {
                        desk.append(fact);
                        return true;
                    });
        }
    }

    /** The plate of one of the cars that come and go. */
    String anyPlate(SplittableRandom by) {
        return plate(by.nextInt(cars));
    }

    private String plate(int slot) {
        return world.traffic == null ? decided(slot) : world.traffic.plate(slot);
    }

    /** What the plate of that car turns out to be. */
    private String other(int slot) {
        return world.traffic == null ? decided(slot) : world.traffic.otherPlate();
    }

    /** The plate of a car for which somebody opens the barrier. */
    private static String decided(int car) {
        return "29A%05d".formatted(10_000 + car);
    }

    void pass(Host host, String car) {
        SimProcess process = host.process();
        if (process == null) {
            return;
        }
        // by the time, so that what else people do stays as it was
        String edge = "edge-" + Math.floorMod(world.timeline.now(), 3);
        process.run(
                () -> {
                    long asked = world.timeline.now();
                    process.gate
                            .open(null, new OpenRequest(car, null, edge, null, null, 0.9, "auto"))
                            .thenAccept(passed -> answered(process, asked, passed.outcome()));
                });
    }

    private void answered(SimProcess process, long asked, OpenOutcome outcome) {
        if (process.isAlive()) {
            world.checks.answered(process.host(), asked, outcome);
        }
    }

    private void confirm(Host host, String car) {
        SimProcess process = host.process();
        if (process != null && knows(host, Fact.EntryConfirmed.KIND)) {
            process.run(() -> process.gate.close(car, null));
        }
    }

    void twoGates(Fault fault) {
        String car = decided(random.nextInt(cars));
        pass(world.host(fault.a()), car);
        world.timeline.in(fault.amount() * Timeline.MS, () -> pass(world.host(fault.b()), car));
    }

    void rush(Fault fault) {
        for (int i = 0; i < fault.amount(); i++) {
            pass(world.host(fault.a()), decided(100 + i));
        }
    }
}
