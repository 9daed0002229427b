package dev.gatehouse.gate;

import dev.gatehouse.ledger.Booth;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Lane;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.plate.LookAlikes;
import dev.gatehouse.plate.PlateDistance;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A morning at one booth, made from a seed: cars that come and go through an in lane, an out lane
 * and one both ways, and all that the devices there tell of them.
 *
 * <p>It has nothing that no rule could tell apart. A misread plate is never that of another car.
 * Cars whose plates are near each other pass one lane at least 25 s apart, or 3 s apart and each
 * read surely and rightly. A car is back in a lane as another passage only after it was seen
 * elsewhere. What a device holds back is told before its car comes in again. A reading without a
 * plate is at most 1.5 s away from the other readings of its car. Each car is read rightly at least
 * once, with a higher confidence than each misreading of it. A car that passes the same lane again
 * within 25 s is decided with its way. Behind a restart nothing is told again that was a
 * misreading, or of a car that was elsewhere since: of readings that are alike only one is kept. A
 * booth does not start between the readings of a car and one without a plate. A passage's readings
 * lack the same character, where they lack one.
 */
final class Morning {
    /** One stay of one car; {@code out} is null while it is inside. */
    static final class Stay {
        final String plate;
        final Span in;
        @Nullable Span out;

        /** Whether its exit may be told before its entry. */
        boolean late;

        Stay(String plate, Span in) {
            this.plate = plate;
            this.in = in;
        }

        @Override
        public String toString() {
            return plate + " in " + in + (out == null ? "" : " out " + out);
        }
    }

    /** From the first to the last reading of a passage, in ms of the morning. */
    record Span(long fromMs, long toMs) {}

    /**
     * What one device tells.
     *
     * @param atMs when it arrives
     * @param firstMs when it was told first
     */
    record Told(
            long atMs,
            boolean decision,
            GateEvent.@Nullable Kind way,
            OpenRequest request,
            Stay stay,
            GateEvent.Kind went,
            long firstMs) {
        /** Whether it has been told before. */
        boolean again() {
            return atMs > firstMs;
        }
    }

    /** A lane and its camera, which may be cut off and tell what it saw when it is back. */
    private static final class Spot {
        final int number;
        final Lane.Direction direction;
        final boolean tellsInstant;
        final boolean tellsName;
        final long clockMs;
        long offFrom = Long.MAX_VALUE;
        long offTo = Long.MAX_VALUE;
        long freeAt;
        final Map<String, Long> lastAt = new HashMap<>();

        Spot(int number, Lane.Direction direction, Random random) {
            this.number = number;
            this.direction = direction;
            this.tellsInstant = random.nextBoolean();
            this.tellsName = random.nextInt(4) != 0;
            boolean wrong = tellsInstant && random.nextInt(4) == 0;
            this.clockMs = wrong ? 3_600_000 : random.nextInt(3_000) - 1_500;
            if (tellsInstant && !wrong && random.nextInt(3) == 0) {
                offFrom = 60_000 + random.nextInt(600_000);
                offTo = offFrom + 10_000 + random.nextInt(400_000);
            }
        }

        boolean isOff(long ms) {
            return ms >= offFrom && ms < offTo;
        }

        String edge() {
            return "edge-" + number;
        }
    }

    private static final class Car {
        final String plate;
        @Nullable Stay stay;
        long readyAt;
        long knownAt;

        Car(String plate, long readyAt) {
            this.plate = plate;
            this.readyAt = readyAt;
        }
    }

    private static final int NEAR_TENTHS = 8;
    private static final String UNREAD = "unknown";
    private static final long BURST_MS = 12_000;
    private static final long APART_MS = 25_000;

    private final Random random;
    private final List<Spot> spots = new ArrayList<>();
    private final List<Car> cars = new ArrayList<>();
    private final Set<String> plates = new HashSet<>();
    private long names;
    final boolean hasLanes;
    final List<Stay> stays = new ArrayList<>();
    final List<Told> told = new ArrayList<>();
    final List<Long> restartsMs = new ArrayList<>();

    Morning(long seed) {
        this.random = new Random(seed);
        this.hasLanes = random.nextInt(3) != 0;
        spots.add(new Spot(1, Lane.Direction.IN, random));
        spots.add(new Spot(2, Lane.Direction.OUT, random));
        spots.add(new Spot(3, Lane.Direction.BOTH, random));
        drivers();
        int passages = 10 + random.nextInt(20);
        for (int i = 0; i < passages; i++) {
            pass(cars.get(random.nextInt(cars.size())));
        }
        told.sort(Comparator.comparingLong(Told::atMs));
        int restarts = random.nextInt(4);
        for (int i = 0; i < restarts; i++) {
            restartsMs.add(told.get(random.nextInt(told.size())).atMs());
        }
        told.removeIf(this::isForgotten);
    }

    private boolean isForgotten(Told one) {
        boolean restarted =
                restartsMs.stream().anyMatch(at -> at > one.firstMs() && at <= one.atMs());
        boolean misread = !one.request().plateText().equals(one.stay().plate);
        boolean elsewhere =
                told.stream()
                        .filter(other -> other.stay().plate.equals(one.stay().plate))
                        .filter(other -> other.atMs() > one.firstMs() && other.atMs() < one.atMs())
                        .anyMatch(
                                other -> other.stay() != one.stay() || other.went() != one.went());
        boolean cutBurst =
                one.request().plateText().equals(UNREAD)
                        && restartsMs.stream()
                                .anyMatch(at -> at > one.firstMs() - BURST_MS && at <= one.atMs());
        return cutBurst || (restarted && (misread || elsewhere));
    }

    List<Lane> lanes() {
        return hasLanes
                ? spots.stream()
                        .map(
                                spot ->
                                        new Lane(
                                                "lane-" + spot.number,
                                                "Làn " + spot.number,
                                                spot.direction,
                                                List.of(spot.edge()),
                                                Lane.USUAL_WINDOW,
                                                List.of()))
                        .toList()
                : List.of();
    }

    /** By how much the clocks of the devices that tell their time at that moment are ahead. */
    Map<Integer, Long> clocksMs(long atMs) {
        var clocks = new HashMap<Integer, Long>();
        spots.stream()
                .filter(spot -> spot.tellsInstant && !spot.isOff(atMs))
                .forEach(spot -> clocks.put(spot.number, spot.clockMs));
        return clocks;
    }

    private void drivers() {
        int count = 3 + random.nextInt(8);
        while (cars.size() < count) {
            String plate =
                    "%d%c%05d"
                            .formatted(
                                    11 + random.nextInt(80),
                                    "ABDEFGHKLMNPSTUVXYZ".charAt(random.nextInt(19)),
                                    random.nextInt(100_000));
            add(plate);
            if (random.nextInt(3) == 0) {
                add(random.nextBoolean() ? otherDigit(plate) : twin(plate));
            }
        }
    }

    private void add(String plate) {
        if (plates.add(plate)) {
            cars.add(new Car(plate, random.nextInt(400_000)));
        }
    }

    private String otherDigit(String plate) {
        int at = 3 + random.nextInt(5);
        char digit = (char) ('0' + (plate.charAt(at) - '0' + 1 + random.nextInt(9)) % 10);
        return plate.substring(0, at) + digit + plate.substring(at + 1);
    }

    /** A car whose plate differs in a look-alike that both are plates with. */
    private static String twin(String plate) {
        int at = plate.indexOf('3', 3);
        return at < 0
                ? plate.substring(0, 2) + (plate.charAt(2) == 'H' ? 'K' : 'H') + plate.substring(3)
                : plate.substring(0, at) + '8' + plate.substring(at + 1);
    }

    private void pass(Car car) {
        Stay stay = car.stay;
        boolean leaves = stay != null;
        Spot spot = spots.get(random.nextInt(3) == 0 ? 2 : leaves ? 1 : 0);
        long start = Math.max(car.readyAt, leaves ? 0 : car.knownAt);
        start = Math.max(start, spot.freeAt);
        String last =
                spot.lastAt.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .orElse("");
        boolean clearlyOther = last.isEmpty() || PlateDistance.tenths(last, car.plate) > 30;
        start += clearlyOther && random.nextInt(3) == 0 ? 1_000 : 3_000 + random.nextInt(2_000);
        long now = start;
        boolean near =
                spot.lastAt.entrySet().stream()
                        .filter(one -> !one.getKey().equals(car.plate))
                        .filter(one -> one.getValue() + APART_MS > now)
                        .anyMatch(one -> isNear(one.getKey(), car.plate));
        boolean sureOnly = near && random.nextBoolean();
        if (near && !sureOnly) {
            start += APART_MS;
        }
        boolean hasTwin = cars.stream().anyMatch(one -> one != car && isNear(one.plate, car.plate));
        new Burst(car, spot, start, sureOnly || hasTwin).tell();
    }

    private static boolean isNear(String one, String other) {
        return PlateDistance.tenths(one, other) <= 2 * NEAR_TENTHS;
    }

    /** All that is told of one passage. */
    private final class Burst {
        private final Car car;
        private final Spot spot;
        private final long start;
        private final boolean sureOnly;
        private final GateEvent.Kind went;
        private final int missing;
        private final List<Long> moments = new ArrayList<>();

        Burst(Car car, Spot spot, long start, boolean sureOnly) {
            this.car = car;
            this.spot = spot;
            this.start = start;
            this.sureOnly = sureOnly;
            this.missing = random.nextInt(car.plate.length());
            this.went = car.stay == null ? GateEvent.Kind.ENTRY : GateEvent.Kind.EXIT;
        }

        void tell() {
            boolean decided = !spot.isOff(start) && random.nextInt(6) == 0;
            int reads = decided ? random.nextInt(3) : 1 + random.nextInt(8);
            boolean stands = random.nextInt(8) == 0;
            long at = start;
            moments.add(at);
            for (int i = 1; i < reads + (decided ? 1 : 0); i++) {
                at += 20 + random.nextInt(random.nextInt(4) == 0 ? 1_480 : 300);
                moments.add(at);
            }
            int burst = moments.size();
            if (stands) {
                int more = random.nextInt(40);
                for (int i = 0; i < more; i++) {
                    at += 3_000 + random.nextInt(9_000);
                    moments.add(at);
                }
            }
            Stay stay = stay(new Span(start, at));
            int right = random.nextInt(burst);
            for (int i = 0; i < moments.size(); i++) {
                if (decided && i == 0) {
                    decide(stay);
                } else {
                    read(stay, moments.get(i), i == right || decided, i < burst);
                }
            }
            spot.freeAt = at;
            spot.lastAt.put(car.plate, at);
            car.readyAt = at + 5_000 + random.nextInt(random.nextBoolean() ? 10_000 : 3_000_000);
            long known = spot.isOff(start) || spot.isOff(at) ? spot.offTo + 10_000 : at;
            car.knownAt = Math.max(car.knownAt, known);
            stay.late |= known > at;
        }

        private Stay stay(Span span) {
            Stay before = car.stay;
            if (before != null) {
                before.out = span;
                car.stay = null;
                return before;
            }
            var stay = new Stay(car.plate, span);
            stays.add(stay);
            car.stay = stay;
            return stay;
        }

        private void decide(Stay stay) {
            boolean justHere = spot.lastAt.getOrDefault(car.plate, -APART_MS) + APART_MS > start;
            GateEvent.Kind way = random.nextBoolean() && !stay.late && !justHere ? null : went;
            String name = random.nextBoolean() ? "d" + ++names : null;
            var request = request(car.plate, null, name, null);
            told.add(new Told(start, true, way, request, stay, went, start));
            if (random.nextBoolean() && (way != null || name != null)) {
                long again = start + 500 + random.nextInt(9_000);
                told.add(new Told(again, true, way, request, stay, went, start));
            }
        }

        private void read(Stay stay, long at, boolean mustBeRight, boolean inBurst) {
            boolean right = mustBeRight || sureOnly || random.nextInt(3) != 0;
            boolean unread = !right && inBurst && random.nextInt(4) == 0;
            String text = right ? car.plate : unread ? UNREAD : misread(car.plate, missing);
            double confidence =
                    right ? 0.9 + random.nextInt(10) / 100.0 : 0.3 + random.nextInt(50) / 100.0;
            String name = spot.tellsName ? "r" + ++names : null;
            Instant seen = spot.tellsInstant ? Booth.NOON.plusMillis(at + spot.clockMs) : null;
            var request = request(text, unread ? null : confidence, name, seen);
            long arrives = spot.isOff(at) ? spot.offTo : at;
            told.add(new Told(arrives, false, went, request, stay, went, arrives));
            if (name != null && random.nextInt(5) == 0) {
                long again = arrives + 1_000 + random.nextInt(14_000);
                told.add(new Told(again, false, went, request, stay, went, arrives));
            }
        }

        private OpenRequest request(
                String text,
                @Nullable Double confidence,
                @Nullable String name,
                @Nullable Instant seen) {
            return new OpenRequest(
                    text,
                    null,
                    spot.edge(),
                    spot.number,
                    "Camera " + spot.number,
                    confidence,
                    "auto",
                    name,
                    seen,
                    null);
        }
    }

    private String misread(String plate, int missing) {
        for (int i = 0; i < 20; i++) {
            boolean lacks = random.nextInt(4) == 0;
            int at = lacks ? missing : random.nextInt(plate.length());
            String instead = lacks ? "" : LookAlikes.of(plate.charAt(at), random);
            String text = plate.substring(0, at) + instead + plate.substring(at + 1);
            if (!plates.contains(text)) {
                return text;
            }
        }
        return plate;
    }
}
