package dev.gatehouse.sim;

import dev.gatehouse.ledger.Decision;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Plate;

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
        String car = plate(random.nextInt(cars));
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> confirm(host, car);
            case 3 -> correct(host, car, plate(random.nextInt(cars)));
            case 4 -> voidEntry(host, car);
            case 5 -> note(host);
            default -> pass(host, car);
        }
    }

    private void decide(Host host, Decision<Boolean> decision) {
        SimProcess process = host.process();
        if (process != null) {
            process.run(() -> process.ledger.decide(decision));
        }
    }

    /** The camera misread the plate of a car that is inside. */
    private void correct(Host host, String car, String right) {
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
    private void note(Host host) {
        decide(
                host,
                desk -> {
                    desk.append(new Fact.ManualOpening("edge-1", null, "ambulance", null));
                    return true;
                });
    }

    private static String plate(int car) {
        return "29A%05d".formatted(10_000 + car);
    }

    void pass(Host host, String car) {
        SimProcess process = host.process();
        if (process == null) {
            return;
        }
        process.run(
                () -> {
                    long asked = world.timeline.now();
                    process.gate
                            .open(new OpenRequest(car, null, "edge-1", null, null, 0.9, "auto"))
                            .thenAccept(outcome -> answered(process, asked, outcome));
                });
    }

    private void answered(SimProcess process, long asked, OpenOutcome outcome) {
        if (process.isAlive()) {
            world.checks.answered(process.host(), asked, outcome);
        }
    }

    private void confirm(Host host, String car) {
        SimProcess process = host.process();
        if (process != null) {
            process.run(() -> process.gate.close(car, null));
        }
    }

    void twoGates(Fault fault) {
        String car = plate(random.nextInt(cars));
        pass(world.host(fault.a()), car);
        world.timeline.in(fault.amount() * Timeline.MS, () -> pass(world.host(fault.b()), car));
    }

    void rush(Fault fault) {
        for (int i = 0; i < fault.amount(); i++) {
            pass(world.host(fault.a()), plate(100 + i));
        }
    }
}
