package dev.gatehouse.demo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What the cars do: when one comes, at which gate, and where it leaves. Knows nothing of what the
 * gates answer but what it is told. Pure state, one thread.
 */
final class Traffic {
    /** Places of the simulated car park. */
    static final int PLACES = 300;

    /** Nobody turns around at once, and the entry has had time to reach the other gates. */
    static final Duration SHORTEST_STAY = Duration.ofSeconds(15);

    /** A driver whose entry is not known at a gate tries again after this. */
    static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

    /** Regions that plates of the two big cities and of some others begin with. */
    private static final List<String> REGIONS =
            List.of("29", "30", "51", "59", "43", "15", "61", "60", "92", "72");

    /** The letters that a series may have. */
    private static final String LETTERS = "ABCDEFGHKLMNPSTUVXYZ";

    /**
     * One car at one gate.
     *
     * @param plate as a camera reads it
     * @param gate the gate's number, from 0
     * @param entering whether it comes in
     * @param confidence of the reading, 0 to 1
     */
    record Move(String plate, int gate, boolean entering, double confidence) {
        /** The same at another gate. */
        Move at(int other) {
            return new Move(plate, other, entering, confidence);
        }
    }

    private record Inside(String plate, int gate, Duration leavesAfter) {}

    private final double perMinute;
    private final RandomGenerator random;
    private final Deque<Inside> inside = new ArrayDeque<>();
    private final Set<String> plates = new HashSet<>();
    private Duration last = Duration.ZERO;
    private double owed;

    /**
     * @param perMinute cars in a minute, in and out, over all gates, in the mean of a day
     */
    Traffic(double perMinute, RandomGenerator random) {
        this.perMinute = perMinute;
        this.random = random;
    }

    /**
     * What the cars have done since this was asked last.
     *
     * @param begun since the demonstration began
     * @param gates those that are staffed now, by their numbers; at others nobody passes
     */
    List<Move> until(Duration begun, List<Integer> gates) {
        RushHours hours = RushHours.after(begun);
        double minutes = begun.minus(last).toMillis() / 60_000.0;
        last = begun;
        if (gates.isEmpty()) {
            return List.of();
        }
        // by chance, as cars come: the mean of the factor is 1
        owed += minutes * perMinute * hours.pace() * random.nextExponential();
        var moves = new ArrayList<Move>();
        for (; owed >= 1; owed--) {
            boolean full = inside.size() >= PLACES;
            boolean comes = !full && random.nextDouble() < hours.arriving();
            if (comes) {
                moves.add(arrival(begun, gates));
            } else {
                leaving(begun, gates, moves);
            }
        }
        return moves;
    }

    private Move arrival(Duration begun, List<Integer> gates) {
        String plate = plate();
        int gate = gates.get(random.nextInt(gates.size()));
        inside.addLast(new Inside(plate, gate, begun.plus(SHORTEST_STAY)));
        return new Move(plate, gate, true, confidence());
    }

    /** The car that has been inside longest leaves, as a rule by another gate. */
    private void leaving(Duration begun, List<Integer> gates, List<Move> moves) {
        Inside car = inside.peekFirst();
        if (car == null || car.leavesAfter().compareTo(begun) > 0) {
            return; // nobody is ready to leave yet
        }
        inside.removeFirst();
        List<Integer> others = gates.stream().filter(g -> g != car.gate()).toList();
        List<Integer> choice = others.isEmpty() || random.nextInt(4) == 0 ? gates : others;
        moves.add(
                new Move(
                        car.plate(),
                        choice.get(random.nextInt(choice.size())),
                        false,
                        confidence()));
    }

    /** It is outside: it left, or was not let in. */
    void gone(Move move) {
        plates.remove(move.plate());
        inside.removeIf(car -> car.plate().equals(move.plate()));
    }

    /** It was not let out and is inside still: its entry is not known at that gate. */
    void stays(Move move, Duration begun) {
        inside.addLast(new Inside(move.plate(), move.gate(), begun.plus(AGAIN_AFTER)));
    }

    /** A car that nobody saw come in is about to leave there. */
    Move stranger(int gate) {
        return new Move(plate(), gate, false, confidence());
    }

    /** It stands before the barrier and is not inside until {@link #entered}. */
    void waits(Move move) {
        inside.removeIf(car -> car.plate().equals(move.plate()));
    }

    /** It waited and was let in. */
    void entered(Move move, Duration begun) {
        inside.addLast(new Inside(move.plate(), move.gate(), begun.plus(SHORTEST_STAY)));
    }

    private double confidence() {
        return Math.rint((0.9 + 0.099 * random.nextDouble()) * 1_000) / 1_000;
    }

    private String plate() {
        while (true) { // 10 regions, 20 letters and 100,000 numbers for at most 300 cars
            String plate =
                    REGIONS.get(random.nextInt(REGIONS.size()))
                            + LETTERS.charAt(random.nextInt(LETTERS.length()))
                            + String.format(Locale.ROOT, "%05d", 1 + random.nextInt(99_999));
            if (plates.add(plate)) {
                return plate;
            }
        }
    }
}
