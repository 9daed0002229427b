package dev.gatehouse.passage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.GateEvent.Kind;
import dev.gatehouse.model.Lane;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which report is of which passage, one case each. */
class PassageBookTest {
    private static final Instant NOON = Instant.parse("2026-11-22T05:00:00Z");
    private static final LaneMap NO_LANES = new LaneMap(List.of());

    private final PassageBook<String> book = new PassageBook<>();
    private final Set<String> inside = new HashSet<>();

    /** A report in the making. */
    private static final class Report {
        private LaneSpot spot = NO_LANES.of("edge-1", null, null);
        private String device = "edge-1";
        private boolean decision;
        private @Nullable Kind way = Kind.ENTRY;
        private @Nullable String plate;
        private @Nullable Double confidence;
        private @Nullable String told;
        private @Nullable Instant seen;
        private double wallAhead;

        Report(@Nullable String plate) {
            this.plate = plate;
        }

        Report sure(double of) {
            confidence = of;
            return this;
        }

        Report told(String name) {
            told = name;
            return this;
        }

        Report goes(@Nullable Kind there) {
            way = there;
            return this;
        }

        Report decided() {
            decision = true;
            way = null;
            return this;
        }

        Report by(LaneSpot lane, String camera) {
            spot = lane;
            device = camera;
            return this;
        }

        Report seen(Instant at) {
            seen = at;
            return this;
        }

        /** By that time the wall clock was set by so many seconds. */
        Report behindClockSet(double bySeconds) {
            wallAhead = bySeconds;
            return this;
        }

        Read at(double seconds) {
            return new Read(
                    spot,
                    device,
                    decision,
                    way,
                    plate,
                    plate != null && plate.matches("\\d{2}[A-Z]\\d{4,5}"),
                    plate == null ? "unknown" : plate,
                    confidence,
                    told,
                    NOON.plusMillis((long) ((seconds + wallAhead) * 1_000)),
                    Duration.ofMillis((long) (seconds * 1_000)),
                    seen);
        }
    }

    private static Report read(@Nullable String plate) {
        return new Report(plate);
    }

    private Passage<String> first(Read read) {
        Claim<String> claim = book.claim(read, inside::contains);
        assertThat(claim).isInstanceOf(Claim.First.class);
        Passage<String> passage = ((Claim.First<String>) claim).passage();
        book.settle(passage, read.way() == Kind.EXIT ? Kind.EXIT : Kind.ENTRY, false);
        return passage;
    }

    private void again(Read read) {
        assertThat(book.claim(read, inside::contains)).isInstanceOf(Claim.Again.class);
    }

    private Claim.Addition again(Passage<String> of, Read read) {
        Claim<String> claim = book.claim(read, inside::contains);
        assertThat(claim).isInstanceOf(Claim.Again.class);
        var repeat = (Claim.Again<String>) claim;
        assertThat(repeat.passage()).isSameAs(of);
        return repeat.addition();
    }

    @Test
    void fourReadingsOfOnePassingCarAreOnePassageWithTheBest() {
        Passage<String> car = first(read("51F67890").sure(0.91).at(0));

        assertThat(again(car, read("51F6789O").sure(0.62).at(0.05)))
                .isEqualTo(Claim.Addition.OTHER_TEXT);
        assertThat(again(car, read("51F67890").sure(0.95).at(0.1)))
                .isEqualTo(Claim.Addition.NOTHING);
        assertThat(again(car, read("51F6789").sure(0.44).at(0.2)))
                .isEqualTo(Claim.Addition.OTHER_TEXT);
        assertThat(book.repeats()).isEqualTo(3);
    }

    @Test
    void aBetterReadingReplacesTheWorseThatCameFirst() {
        Passage<String> car = first(read("51F6789O").sure(0.62).at(0));

        assertThat(again(car, read("51F67890").sure(0.95).at(0.1)))
                .isEqualTo(Claim.Addition.BETTER_PLATE);
        assertThat(again(car, read("51F6789O").sure(0.7).at(0.2)))
                .isEqualTo(Claim.Addition.NOTHING);
    }

    @Test
    void ofTwoReadingsWithoutConfidenceTheOneOfAUsualFormCounts() {
        Passage<String> car = first(read("51F6789O").at(0));

        assertThat(again(car, read("51F67890").at(0.1))).isEqualTo(Claim.Addition.BETTER_PLATE);
    }

    @Test
    void aCarThatStandsThereIsOnePassageHoweverLong() {
        Passage<String> car = first(read("51F67890").at(0));

        for (int second = 15; second < 600; second += 15) {
            again(car, read("51F67890").at(second));
        }
        first(read("51F67890").at(622));
    }

    @Test
    void theVerySamePlateWithinAMinuteIsTheCarThatCameInAsLongAsItIsInside() {
        Passage<String> car = first(read("51F67890").at(0));

        inside.add("51F67890");
        assertThat(again(car, read("51F67890").at(59))).isEqualTo(Claim.Addition.NOTHING);
        first(read("51F67890").at(119)); // a minute after the last
        inside.clear(); // it left elsewhere
        first(read("51F67890").at(150));
    }

    @Test
    void aSecondCarIsNeverSwallowed() {
        first(read("51F67890").at(0));

        first(read("51F67891").at(0.5)); // one wrong character
        first(read("30A12345").at(0.6));
    }

    @Test
    void aCarThatDiffersInALookAlikeIsAnotherOnceTheFirstPassageIsOver() {
        first(read("51F67893").sure(0.97).at(0));
        first(read("51F67898").sure(0.96).at(5)); // both sure, and no burst any more

        first(read("30A11111").at(30));
        first(read("30A1111I").at(51)); // behind the window

        first(read("29B22222").at(60));
        book.closed(NO_LANES.of("edge-1", null, null), "29B22222");
        first(read("29B2222Z").at(63)); // the barrier closed behind the first
    }

    @Test
    void aCarBehindAnotherIsItsOwnAlsoWhereTheFirstIsReadOnceMore() {
        Passage<String> one = first(read("51F67890").at(0));
        Passage<String> other = first(read("30A12345").at(1));

        again(one, read("51F67890").at(1.5));
        again(one, read("51F6789O").at(1.6));
        again(other, read("30A12345").at(1.7));
        first(read("51F6789O").goes(Kind.EXIT).at(2));
    }

    @Test
    void aSenderThatRepeatsItselfDecidedOnce() {
        Passage<String> car = first(read("30A22233").decided().at(0));

        again(car, read("30A22233").decided().at(0.05));
        again(car, read("30A22233").decided().at(0.1));
        again(car, read("30A22233").decided().goes(Kind.ENTRY).at(5));
        first(read("30A22233").decided().goes(Kind.EXIT).at(6));
    }

    @Test
    void tenCarsThatDifferInADigitAreTenDecisions() {
        for (int i = 1; i <= 10; i++) {
            first(read("TEST00" + i).decided().at(i));
        }
        first(read("TEST00I").decided().at(10.5)); // near a reading, and no reading
    }

    @Test
    void aDecisionElsewhereIsAnother() {
        first(read("30A22233").decided().at(0));
        first(read("30A22233").decided().by(NO_LANES.of("edge-2", null, null), "edge-2").at(0.5));
        first(read("30A22233").decided().at(1)); // it was elsewhere between
    }

    @Test
    void aReportOfTheSameNameIsTheSameReport() {
        Passage<String> car = first(read("51F67890").told("a-1").at(0));

        again(car, read("51F67890").told("a-1").at(3_600));
        again(car, read("51F67890").told("a-1").goes(Kind.EXIT).at(3_601));
        first(read("30A12345").told("a-1").at(3_602)); // its counter began anew
        first(read("30A12345").told("a-1").at(100_000)); // a day later
    }

    @Test
    void aNameThatStoodForAnUnreadCarStandsForAnotherOneWhenTheCounterBeganAnew() {
        Passage<String> unread = first(read(null).told("a-1").at(0));
        again(unread, read(null).told("a-1").at(60)); // its answer was lost
        Passage<String> other = first(read("51F67890").told("a-1").at(100));
        again(other, read(null).told("a-1").at(101)); // all readings of one car are named alike
    }

    @Test
    void aCarThatStandsThereWhileTheClockIsSetBackIsOneCar() {
        Passage<String> car = first(read("51F67890").sure(0.9).at(0));
        again(car, read("51F67890").sure(0.9).behindClockSet(-7_200).at(9));
        again(car, read("51F6789").sure(0.5).behindClockSet(-7_200).at(10));
        first(read("30A12345").sure(0.9).behindClockSet(-7_200).at(11));
    }

    @Test
    void theSameCarAfterThePcHasSleptIsAnotherPassage() {
        first(read("51F67890").sure(0.9).at(0));
        first(read("51F67890").sure(0.9).behindClockSet(7_200).at(9));
    }

    @Test
    void aReadingOfBeforeTheCarLeftThatIsToldLateIsOfThePassageThen() {
        LaneSpot out = NO_LANES.of("edge-2", null, null);
        Passage<String> in = first(read("51F67890").sure(0.9).at(0));
        Passage<String> left = first(read("51F67890").by(out, "edge-2").goes(Kind.EXIT).at(15));
        again(in, read("51F67890").sure(0.95).at(6));
        again(left, read("51F67890").by(out, "edge-2").goes(Kind.EXIT).at(16));
        first(read("51F67890").sure(0.9).at(18)); // it turned
    }

    @Test
    void unreadCarsAreOneInOneBurstAndOtherwiseEachItsOwn() {
        Passage<String> car = first(read(null).at(0));

        again(car, read(null).at(1));
        assertThat(again(car, read("51F67890").at(2))).isEqualTo(Claim.Addition.BETTER_PLATE);
        again(car, read(null).at(3));
        first(read(null).at(6));
        first(read("30A12345").at(9));
        first(read(null).goes(Kind.EXIT).at(9.5));
    }

    @Test
    void aDeviceThatTellsLateWhatItSawTellsOfAsManyCarsAsItSaw() {
        first(read("51F67890").seen(NOON.minusSeconds(7_200)).at(0));
        Passage<String> next = first(read("51F6789O").seen(NOON.minusSeconds(7_100)).at(0.1));
        again(next, read("51F6789O").seen(NOON.minusSeconds(7_099)).at(0.2));
    }

    @Test
    void lanesOnTheSameGroundTellOfOnePassageAndOthersOfTwo() {
        var lanes =
                new LaneMap(
                        List.of(
                                lane("in", Lane.Direction.IN, "edge-in", List.of()),
                                lane("out", Lane.Direction.OUT, "edge-out", List.of("in")),
                                lane("far", Lane.Direction.OUT, "edge-far", List.of())));
        LaneSpot in = lanes.of("edge-in", null, null);
        Passage<String> car = first(read("51F67890").by(in, "edge-in").at(0));

        again(
                car,
                read("51F67890")
                        .goes(Kind.EXIT)
                        .by(lanes.of("edge-out", null, null), "edge-out")
                        .at(0.8));
        first(
                read("51F67890")
                        .goes(Kind.EXIT)
                        .by(lanes.of("edge-far", null, null), "edge-far")
                        .at(0.9));
    }

    private static Lane lane(String id, Lane.Direction direction, String edge, List<String> same) {
        return new Lane(id, id, direction, List.of(edge), Duration.ofSeconds(20), same);
    }

    @Test
    void aCarThatTurnsAndComesBackIsInTwice() {
        first(read("51F67890").at(0));
        first(
                read("51F67890")
                        .goes(Kind.EXIT)
                        .by(NO_LANES.of("edge-2", null, null), "edge-2")
                        .at(6));
        first(read("51F67890").at(12));
    }

    @Test
    void atAnExitANearPlateThatIsInsideItselfIsAnotherCar() {
        inside.add("51F67898");
        Passage<String> car = first(read("51F67893").goes(Kind.EXIT).at(0));
        again(car, read("51F6789B").goes(Kind.EXIT).at(0.4));

        first(read("51F67898").goes(Kind.EXIT).at(1));
    }

    @Test
    void aPassageOfWhichNothingCameIsDecidedAgain() {
        Passage<String> car = first(read("51F67890").told("x").at(0));
        book.forget(car);

        first(read("51F67890").told("x").at(0.5));
    }

    @Test
    void whatWasBeforeAStartIsRecalled() {
        book.recall(read("51F67890").told("x").at(0), List.of(), Kind.EXIT, false, "out");

        Claim<String> claim =
                book.claim(read("51F67890").told("x").goes(Kind.EXIT).at(3), inside::contains);

        assertThat(((Claim.Again<String>) claim).passage().outcome()).isCompletedWithValue("out");
    }

    @Test
    void misreadingsOfOneCarMayBeTwiceAsFarApartInOneMomentAndPlatesNot() {
        Passage<String> car = first(read("7L68137").sure(0.45).at(0));
        again(car, read("1768137").sure(0.35).at(0.25));
        again(car, read("17L6B137").sure(0.78).at(0.3));

        first(read("51F67890").sure(0.7).at(10));
        first(read("51F67891").sure(0.7).at(11)); // both are plates
    }

    @Test
    void aCarThatStandsBeforeAStartAndBehindItIsOnePassage() {
        LaneSpot spot = NO_LANES.of("edge-1", null, null);
        book.recall(
                read("51F67890").by(spot, "edge-1").sure(0.97).at(0),
                List.of(),
                Kind.ENTRY,
                false,
                "in");

        again(read("51F6789O").sure(0.4).at(400));
        again(read("51F67890").sure(0.97).at(404));
        first(read("51F67890").sure(0.97).at(425));
    }

    @Test
    void whatADeviceTellsOnceMoreIsOfTheMomentThatItTells() {
        Passage<String> car = first(read("51F67890").seen(NOON).at(0));
        for (int second = 10; second <= 100; second += 10) {
            again(car, read("51F67890").seen(NOON.plusSeconds(second)).at(second));
        }

        again(car, read("51F6789O").sure(0.4).seen(NOON.plusSeconds(30)).at(105));
    }

    @Test
    void aDeviceThatTellsLateOfBeforeLeavesTheCarWhereItIsNow() {
        Passage<String> out = first(read("51F67890").goes(Kind.EXIT).at(100));

        LaneSpot in = NO_LANES.of("edge-2", null, null);
        first(read("51F67890").by(in, "edge-2").at(40)); // which has arrived since

        again(out, read("51F6789O").sure(0.4).goes(Kind.EXIT).at(103));
    }

    @Test
    void aSureLookAlikeBehindADecisionOrAnotherCarIsACarOfItsOwn() {
        first(read("73H56959").decided().at(0));
        first(read("73K56959").sure(0.97).at(4));

        first(read("57N03022").sure(0.95).at(60));
        first(read("40E93869").sure(0.96).at(61));
        first(read("57N08022").sure(0.92).at(62));
    }

    @Test
    void sendersThatInventNamesAndPlacesAreForgotten() {
        for (int i = 0; i < 20_000; i++) {
            LaneSpot spot = NO_LANES.of("edge-" + i, null, null);
            first(read("51F%05d".formatted(i)).told("t").by(spot, "d").at(i));
        }
        first(read("51F00000").told("t").by(NO_LANES.of("edge-0", null, null), "d").at(20_000));
    }
}
