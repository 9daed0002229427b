package dev.gatehouse.sim;

import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Lane;
import dev.gatehouse.plate.LookAlikes;
import dev.gatehouse.plate.PlateDistance;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Cars that drive past the cameras of all booths. Each car comes in once and leaves once, by
 * whichever booth.
 *
 * <p>It has nothing that no rule could tell apart. In one run in three the plates are each other's
 * neighbours, and then every reading is right and has its time; in the others a misread plate is
 * never near another car's. A car is read rightly at least once, more surely than wrongly, and
 * wrongly in one way only by a camera that does not tell its time: its burst is not known as one. A
 * reading without a plate comes within 1.5 s of an answered one of its car, or not at all. A car
 * drives on when all is told of it, or where clocks that are right tell late what was before.
 */
final class Traffic {
    static final String UNREAD = "unknown";

    /** Each booth's: one way in, one out, and one both ways. */
    static final List<Lane> LANES =
            IntStream.of(1, 2, 3)
                    .mapToObj(
                            number ->
                                    new Lane(
                                            edge(number),
                                            edge(number),
                                            Lane.Direction.values()[number - 1],
                                            List.of(edge(number)),
                                            Lane.USUAL_WINDOW,
                                            List.of()))
                    .toList();

    /** Plates of a run that are no neighbours are further apart, in tenths of a character. */
    private static final int FAR_TENTHS = 40;

    /** The place of a car in what people do; when the car has gone, the next one gets it. */
    private static final class Slot {
        String plate;
        @Nullable Drive last;
        boolean toldWhen;
        boolean inside;
        long readyAt;

        Slot(String plate) {
            this.plate = plate;
        }
    }

    private final World world;
    private final SplittableRandom random;
    private final boolean neighbours;
    private final int first;
    private final List<String> plates = new ArrayList<>();
    private final List<Slot> slots = new ArrayList<>();
    private final Map<Host, List<SimCamera>> cameras = new HashMap<>();
    private final List<SimCamera> all = new ArrayList<>();
    private final List<Drive> drives = new ArrayList<>();

    Traffic(World world, SplittableRandom random) {
        this.world = world;
        this.random = random;
        this.neighbours = random.nextInt(3) == 0;
        this.first = random.nextInt(90_000);
    }

    static String edge(int number) {
        return "lane-" + number;
    }

    List<Drive> drives() {
        return drives;
    }

    /** Whether no camera has anything to tell. */
    boolean isOver() {
        return all.stream().allMatch(SimCamera::isIdle)
                && drives.stream().noneMatch(Drive::isWaiting);
    }

    /** The plate of whichever car has that place. */
    String plate(int slot) {
        return slot(slot).plate;
    }

    /** Whether nothing more is to be told of that car until it drives again. */
    boolean isSettled(int slot) {
        Drive last = slot(slot).last;
        return last == null || !last.isWaiting();
    }

    /** That of a car which is nowhere. */
    String otherPlate() {
        String plate;
        do {
            plate =
                    neighbours
                            ? "29A%05d".formatted(first + plates.size())
                            : "%d%c%05d"
                                    .formatted(
                                            11 + random.nextInt(80),
                                            "ABDEFGHKLMNPSTUVXYZ".charAt(random.nextInt(19)),
                                            random.nextInt(100_000));
        } while (!neighbours && !isFarFromAll(plate));
        plates.add(plate);
        return plate;
    }

    private boolean isFarFromAll(String plate) {
        return plates.stream().allMatch(one -> PlateDistance.tenths(one, plate) > FAR_TENTHS);
    }

    private Slot slot(int number) {
        while (slots.size() <= number) {
            slots.add(new Slot(otherPlate()));
        }
        return slots.get(number);
    }

    private List<SimCamera> camerasOf(Host host) {
        return cameras.computeIfAbsent(
                host,
                _ -> {
                    List<SimCamera> those =
                            IntStream.rangeClosed(1, LANES.size())
                                    .mapToObj(
                                            number ->
                                                    new SimCamera(
                                                            host,
                                                            number,
                                                            neighbours,
                                                            random.split()))
                                    .toList();
                    all.addAll(those);
                    return those;
                });
    }

    /** The car of that place drives to a lane of that booth, unless it is on its way already. */
    void drive(Host host, int number) {
        Slot slot = slot(number);
        long now = world.timeline.now();
        if (now < slot.readyAt || world.isHealed() || !(isSettled(number) || slot.toldWhen)) {
            return;
        }
        GateEvent.Kind way = slot.inside ? GateEvent.Kind.EXIT : GateEvent.Kind.ENTRY;
        int lane = random.nextInt(3) == 0 ? 2 : slot.inside ? 1 : 0;
        SimCamera camera = camerasOf(host).get(lane);
        long gap = neighbours ? 3 * Timeline.SECOND : Timeline.SECOND;
        long from = Math.max(now, camera.freeAt() + gap + random.nextLong(2 * Timeline.SECOND));
        var drive = new Drive(drives.size() + 1, slot.plate, host, way, from);
        drives.add(drive);
        slot.last = drive;
        slot.toldWhen = camera.tellsWhen();
        long until = pass(camera, drive);
        camera.busyUntil(until);
        slot.readyAt = until + 5 * Timeline.SECOND + random.nextLong(10 * Timeline.SECOND);
        slot.inside = !slot.inside;
        if (!slot.inside) {
            slot.plate = otherPlate();
        }
    }

    /** Plans what a camera sees of a car. */
    private long pass(SimCamera camera, Drive drive) {
        boolean decided = random.nextInt(6) == 0;
        int readings = decided ? random.nextInt(3) : 1 + random.nextInt(6);
        int missing = random.nextInt(drive.plate.length());
        String wrong = misread(drive.plate, missing);
        int right = decided ? -1 : random.nextInt(readings);
        long at = drive.from;
        if (decided) {
            drive.expect();
            at(at, () -> seen(drive, () -> camera.decide(drive)));
        }
        for (int i = 0; i < readings; i++) {
            at += 20 * Timeline.MS + random.nextLong(300 * Timeline.MS);
            if (neighbours || i == right || random.nextInt(3) != 0) {
                read(camera, drive, at, drive.plate);
            } else if (random.nextInt(4) == 0) {
                read(camera, drive, at, UNREAD);
            } else {
                boolean anew = camera.tellsTime();
                read(camera, drive, at, anew ? misread(drive.plate, missing) : wrong);
            }
        }
        int stands = random.nextInt(8) == 0 ? random.nextInt(6) : 0;
        for (int i = 0; i < stands; i++) {
            at += 3 * Timeline.SECOND + random.nextLong(9 * Timeline.SECOND);
            read(camera, drive, at, drive.plate);
        }
        return at;
    }

    private void read(SimCamera camera, Drive drive, long at, String text) {
        double confidence =
                text.equals(drive.plate)
                        ? 0.9 + random.nextInt(10) / 100.0
                        : 0.3 + random.nextInt(50) / 100.0;
        Double told = text.equals(UNREAD) ? null : confidence;
        drive.expect();
        at(at, () -> seen(drive, () -> camera.read(drive, text, told)));
    }

    /** What was planned is seen, and told from now on. */
    private static void seen(Drive drive, Runnable told) {
        told.run();
        drive.bring();
    }

    private void at(long at, Runnable work) {
        world.timeline.in(at - world.timeline.now(), work);
    }

    /** A reading of that plate, which may be right. */
    private String misread(String plate, int missing) {
        boolean lacks = random.nextInt(4) == 0;
        int at = lacks ? missing : random.nextInt(plate.length());
        String instead = lacks ? "" : LookAlikes.of(plate.charAt(at), random);
        return plate.substring(0, at) + instead + plate.substring(at + 1);
    }
}
