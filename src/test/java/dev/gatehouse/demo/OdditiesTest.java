package dev.gatehouse.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.plate.PlateDistance;
import dev.gatehouse.plate.Plates;
import dev.gatehouse.plate.Reading;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What befalls the cars at the window's gate, in a time of the test's own. */
class OdditiesTest {
    private static final Duration DAY = RushHours.EACH.multipliedBy(RushHours.values().length);

    private static Map<Oddity, Integer> day(long seed, Duration betweenCars) {
        var oddities = new Oddities(new Random(seed));
        Map<Oddity, Integer> came = new EnumMap<>(Oddity.class);
        boolean entering = false;
        for (Duration t = Duration.ZERO; t.compareTo(DAY) < 0; t = t.plus(betweenCars)) {
            entering = !entering;
            oddities.next(t, entering).ifPresent(odd -> came.merge(odd, 1, Integer::sum));
        }
        return came;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void eachOddityComesSeveralTimesADayWhateverTheRate(long seed) {
        for (Duration apart : List.of(Duration.ofMillis(300), Duration.ofSeconds(12))) {
            assertThat(day(seed, apart))
                    .as("a car each " + apart)
                    .containsOnlyKeys(Oddity.values())
                    .allSatisfy((_, times) -> assertThat(times).isBetween(2, 20));
        }
    }

    @Test
    void aSeedGivesTheSameDayAgain() {
        assertThat(day(9, Duration.ofSeconds(1))).isEqualTo(day(9, Duration.ofSeconds(1)));
    }

    @Test
    void whatBefallsACarIsOfTheWayThatItGoes() {
        var oddities = new Oddities(new Random(4));
        for (Duration t = Duration.ZERO; t.compareTo(DAY) < 0; t = t.plusMillis(700)) {
            assertThat(oddities.next(t, true).stream()).allMatch(Oddity::entering);
            assertThat(oddities.next(t, false).stream()).noneMatch(Oddity::entering);
        }
    }

    @Test
    void aMisreadPlateIsNearTheOneThatItIs() {
        var random = new Random(5);
        var traffic = new Traffic(30, random);
        var distances = new ArrayList<Double>();
        for (int n = 0; n < 200; n++) {
            String plate = traffic.stranger(0).plate();
            String read = Misreading.of(plate, random);
            assertThat(read).isNotEqualTo(plate).hasSameSizeAs(plate);
            distances.add(PlateDistance.between(canonical(read), canonical(plate)));
        }
        assertThat(distances).allMatch(d -> d > 0 && d <= 0.5);
    }

    private static String canonical(String text) {
        return ((Reading.Read) Plates.read(text)).plate().canonical();
    }

    @Test
    void aCarThatWaitsIsNotInsideAndOneThatIsLetInLeavesInTime() {
        var traffic = new Traffic(60, new Random(6));
        Duration t = Duration.ZERO;
        Traffic.Move first = null;
        while (first == null) {
            t = t.plusMillis(200);
            first = traffic.until(t, List.of(0)).stream().findFirst().orElse(null);
        }
        assertThat(first.entering()).isTrue();
        traffic.waits(first);
        for (Duration to = t.plusSeconds(30); t.compareTo(to) < 0; t = t.plusMillis(200)) {
            String plate = first.plate();
            assertThat(traffic.until(t, List.of(0))).noneMatch(m -> m.plate().equals(plate));
        }
        traffic.entered(first, t);
        boolean left = false;
        for (Duration to = t.plus(DAY); t.compareTo(to) < 0 && !left; t = t.plusMillis(200)) {
            String plate = first.plate();
            left =
                    traffic.until(t, List.of(0)).stream()
                            .anyMatch(m -> !m.entering() && m.plate().equals(plate));
        }
        assertThat(left).isTrue();
    }
}
