package dev.gatehouse.sim;

import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;

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
        if (random.nextInt(5) == 0) {
            confirm(host, car);
        } else {
            pass(host, car);
        }
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
