package dev.gatehouse.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gatehouse.plate.Plates;
import dev.gatehouse.plate.Reading;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Random;

/** What the simulated cars do, in a time of the test's own. */
class TrafficTest {
    private static final List<Integer> GATES = List.of(0, 1, 2);
    private static final Duration DAY = RushHours.EACH.multipliedBy(RushHours.values().length);

    private final Traffic traffic = new Traffic(30, new Random(7));
    private final List<Traffic.Move> moves = new ArrayList<>();

    /** Lets cars come for so long, each let through at once. */
    private void run(Duration from, Duration to) {
        for (Duration t = from; t.compareTo(to) <= 0; t = t.plusMillis(200)) {
            for (Traffic.Move move : traffic.until(t, GATES)) {
                moves.add(move);
                if (!move.entering()) {
                    traffic.gone(move);
                }
            }
        }
    }

    @Test
    void overADayTheMeanIsTheRateThatWasAskedFor() {
        assertThat(Arrays.stream(RushHours.values()).mapToDouble(RushHours::pace).average())
                .hasValueCloseTo(1.0, within(0.001));
        run(Duration.ZERO, DAY);
        // some who would leave find nobody inside who is ready; most of the rate is there
        assertThat(moves.size() / (double) DAY.toMinutes()).isBetween(22.0, 35.0);
    }

    @Test
    void inTheMorningTheyComeAndInTheEveningTheyLeave() {
        Duration evening = RushHours.EACH.multipliedBy(2);
        run(Duration.ZERO, RushHours.EACH);
        assertThat(moves.stream().filter(Traffic.Move::entering).count())
                .isGreaterThan(moves.size() * 3 / 4);
        run(RushHours.EACH, evening);
        moves.clear();
        run(evening, evening.plus(RushHours.EACH));
        assertThat(moves.stream().filter(m -> !m.entering()).count())
                .isGreaterThan(moves.size() / 2);
    }

    @Test
    void whoeverLeavesHadComeInAndMostlyByAnotherGate() {
        run(Duration.ZERO, DAY);
        var cameBy = new HashMap<String, Integer>();
        int others = 0;
        int left = 0;
        for (Traffic.Move move : moves) {
            if (move.entering()) {
                assertThat(cameBy.put(move.plate(), move.gate())).isNull();
            } else {
                left++;
                Integer gate = cameBy.remove(move.plate());
                assertThat(gate).isNotNull();
                others += Integer.valueOf(move.gate()).equals(gate) ? 0 : 1;
            }
        }
        assertThat(others).isGreaterThan(left / 2);
    }

    @Test
    void everyPlateIsOneThatThereMayBe() {
        run(Duration.ZERO, DAY);
        assertThat(moves)
                .allSatisfy(
                        move -> {
                            assertThat(move.plate()).matches("\\d{2}[A-Z]\\d{5}");
                            assertThat(display(move.plate()))
                                    .matches("\\d{2}[A-Z]-\\d{3}\\.\\d{2}");
                            assertThat(move.confidence()).isBetween(0.9, 1.0);
                        });
    }

    private static String display(String plate) {
        return ((Reading.Read) Plates.read(plate)).plate().view();
    }

    @Test
    void nobodyPassesAGateThatIsNotStaffed() {
        run(Duration.ZERO, Duration.ofMinutes(3));
        for (Duration t = Duration.ofMinutes(3);
                t.compareTo(Duration.ofMinutes(4)) < 0;
                t = t.plusSeconds(1)) {
            assertThat(traffic.until(t, List.of(1))).allMatch(move -> move.gate() == 1);
        }
        assertThat(traffic.until(Duration.ofMinutes(5), List.of())).isEmpty();
    }

    @Test
    void whoeverIsNotKnownAtAGateTriesAgainLater() {
        Duration t = Duration.ZERO;
        Traffic.Move leaving = null;
        while (leaving == null) {
            t = t.plusMillis(200);
            for (Traffic.Move move : traffic.until(t, GATES)) {
                leaving = move.entering() ? leaving : move;
            }
        }
        traffic.stays(leaving, t);
        String plate = leaving.plate();
        Duration until = t.plus(RushHours.EACH.multipliedBy(3));
        boolean again = false;
        for (; t.compareTo(until) < 0 && !again; t = t.plusMillis(200)) {
            for (Traffic.Move move : traffic.until(t, GATES)) {
                again |= !move.entering() && move.plate().equals(plate);
            }
        }
        assertThat(again).isTrue();
    }

    @Test
    void theCarParkHasAnEnd() {
        var busy = new Traffic(600, new Random(1));
        int inside = 0;
        int most = 0;
        for (Duration t = Duration.ZERO; t.compareTo(DAY) < 0; t = t.plusMillis(200)) {
            for (Traffic.Move move : busy.until(t, GATES)) {
                inside += move.entering() ? 1 : -1;
                if (!move.entering()) {
                    busy.gone(move);
                }
            }
            most = Math.max(most, inside);
        }
        assertThat(most).isEqualTo(Traffic.PLACES);
    }
}
