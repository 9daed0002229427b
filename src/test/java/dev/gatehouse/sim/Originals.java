package dev.gatehouse.sim;

import dev.gatehouse.original.Generation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The originals of a run: who knows whom, what happens at them, and how they are cut off. */
final class Originals {
    /** Their numbers begin here, so that hosts can be cloned meanwhile. */
    static final int FIRST_NUMBER = 51;

    private final World world;
    private final SplittableRandom random;
    final List<SimOriginal> all = new ArrayList<>();
    private final long pauseMs;
    private final boolean oneWithRows;

    Originals(World world, SplittableRandom random) {
        this.world = world;
        this.random = random;
        this.pauseMs = 500 + random.nextLong(10_000);
        int count = 1 + Math.min(random.nextInt(4), random.nextInt(4));
        for (int i = 0; i < count; i++) {
            Generation generation = random.nextBoolean() ? Generation.FIRST : Generation.SECOND;
            all.add(new SimOriginal(world, FIRST_NUMBER + i, generation, random.split()));
        }
        // what one of the second says of its rows changes other cars' rows at another of them
        this.oneWithRows =
                all.stream().filter(one -> one.generation == Generation.SECOND).count() == 1;
        all.forEach(this::introduce);
    }

    private void introduce(SimOriginal original) {
        boolean everybody = random.nextInt(3) > 0;
        int sure = random.nextInt(world.hosts.size());
        for (Host host : world.hosts) {
            if (everybody || host == world.hosts.get(sure) || random.nextBoolean()) {
                host.knowsOriginal(original.address(random.nextBoolean()));
                original.knows(host.id, host.number);
            }
        }
        for (SimOriginal other : all) {
            if (other != original && other.generation == original.generation && everybody) {
                original.knows(other.id, other.number);
            }
        }
    }

    void begin() {
        for (SimOriginal original : all) {
            world.timeline.in(random.nextLong(10 * Timeline.SECOND), original::start);
            nextCar(original);
            int faults = random.nextInt(5);
            for (int i = 0; i < faults; i++) {
                fault(original, random.nextLong(world.activeMs) * Timeline.MS);
            }
        }
    }

    // ---- cars

    private void nextCar(SimOriginal original) {
        world.timeline.in(
                random.nextLong(2 * pauseMs * Timeline.MS),
                () -> {
                    if (!world.isHealed()) {
                        if (original.isUp()) {
                            act(original);
                        }
                        nextCar(original);
                    }
                });
    }

    private void act(SimOriginal original) {
        String car = world.people.anyPlate(random);
        int camera = 1 + random.nextInt(4);
        boolean second = original.generation == Generation.SECOND;
        switch (random.nextInt(30)) {
            case 0, 1, 2 -> {
                if (second || random.nextInt(4) == 0) { // of the first nobody hears such a car
                    original.central().cameraIn(camera, car);
                }
            }
            case 3, 4, 5, 6 -> original.central().cameraOut(camera, car);
            case 7 -> {
                if (second) {
                    original.central().saw(car, "B" + camera);
                }
            }
            case 8 -> {
                if (second) {
                    original.central().lot("B" + camera, 100 + camera);
                }
            }
            case 9 -> {
                if (oneWithRows && second) {
                    original.correctAny(random, world.people.anyPlate(random));
                }
            }
            case 10 -> {
                if (oneWithRows && second) {
                    original.deleteAny(random);
                }
            }
            default -> original.central().open("edge-" + camera, car);
        }
    }

    // ---- what goes wrong

    private void fault(SimOriginal original, long at) {
        long lasts = (1 + random.nextLong(random.nextBoolean() ? 15_000 : 120_000)) * Timeline.MS;
        long end = Math.min(at + lasts, world.activeMs * Timeline.MS);
        int kind = random.nextInt(6);
        Host host = world.hosts.get(random.nextInt(world.hosts.size()));
        boolean told = random.nextBoolean();
        world.timeline.in(
                at,
                () -> {
                    if (!world.isHealed()) {
                        begin(original, host, kind, told);
                    }
                });
        world.timeline.in(end, () -> end(original, host, kind));
    }

    private void begin(SimOriginal original, Host host, int kind, boolean told) {
        switch (kind) {
            case 0 -> original.kill(told);
            case 1 -> world.network.reset(original.number, host.number, told, !told);
            case 2 -> world.hosts.forEach(one -> cable(original, one, true));
            case 3 -> {
                world.trace(original + " hears nothing of " + host);
                world.network.block(host.number, original.number, true);
            }
            default -> cable(original, host, true);
        }
    }

    private void end(SimOriginal original, Host host, int kind) {
        switch (kind) {
            case 0 -> original.start();
            case 1 -> {}
            case 2 -> world.hosts.forEach(one -> cable(original, one, false));
            case 3 -> world.network.block(host.number, original.number, false);
            default -> cable(original, host, false);
        }
    }

    private void cable(SimOriginal original, Host host, boolean out) {
        world.trace(original + (out ? " is cut off from " : " is joined again with ") + host);
        world.network.block(original.number, host.number, out);
        world.network.block(host.number, original.number, out);
        if (out) {
            world.network.reset(original.number, host.number, true, true);
        }
    }

    void heal() {
        all.forEach(SimOriginal::start);
    }
}
