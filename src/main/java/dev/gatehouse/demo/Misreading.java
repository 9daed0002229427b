package dev.gatehouse.demo;

import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** What a camera makes of a plate that it does not see well. Pure. */
final class Misreading {
    /** What cameras take for each other. */
    private static final Map<Character, Character> LOOK_ALIKES =
            Map.ofEntries(
                    Map.entry('0', 'D'),
                    Map.entry('1', 'I'),
                    Map.entry('2', 'Z'),
                    Map.entry('3', '8'),
                    Map.entry('4', 'A'),
                    Map.entry('5', 'S'),
                    Map.entry('6', 'G'),
                    Map.entry('7', 'T'),
                    Map.entry('8', 'B'),
                    Map.entry('C', 'G'),
                    Map.entry('G', 'C'),
                    Map.entry('E', 'F'),
                    Map.entry('F', 'E'),
                    Map.entry('H', 'K'),
                    Map.entry('K', 'H'),
                    Map.entry('M', 'N'),
                    Map.entry('N', 'M'),
                    Map.entry('U', 'V'),
                    Map.entry('V', 'Y'));

    private Misreading() {}

    /** That plate with one character taken for another; the plate itself where none can be. */
    static String of(String plate, RandomGenerator random) {
        int[] places =
                IntStream.range(0, plate.length())
                        .filter(i -> LOOK_ALIKES.containsKey(plate.charAt(i)))
                        .toArray();
        if (places.length == 0) {
            return plate;
        }
        int place = places[random.nextInt(places.length)];
        var read = new StringBuilder(plate);
        char is = plate.charAt(place);
        read.setCharAt(place, LOOK_ALIKES.getOrDefault(is, is));
        return read.toString();
    }
}
