package dev.gatehouse.diag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.Alarm.Code;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Health;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.LinkState.Refusal;
import dev.gatehouse.model.PeerCounters;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.WrongClock;
import dev.gatehouse.model.WrongClock.Why;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class RulesTest {
    private static Condition only(Given given) {
        assertThat(given.wrong()).hasSize(1);
        return given.wrong().getFirst();
    }

    private static void assertOnly(Given given, Code code, int severity, String about) {
        Condition only = only(given);
        assertThat(only.code()).isEqualTo(code);
        assertThat(only.severity()).isEqualTo(severity);
        assertThat(only.about()).isEqualTo(about);
        assertThat(only.detail()).isNotBlank();
    }

    private static LinkState refused(Refusal.Code code, String... args) {
        return new LinkState.Refused(
                Given.MORNING, new Refusal(code, List.of(args), "refused for a reason"));
    }

    @Test
    void aNodeOfWhichAllIsWellHasNoAlarm() {
        assertThat(new Given().peer("central-2", Given.UP).wrong()).isEmpty();
        assertThat(new Given().wrong()).as("a booth that works alone").isEmpty();
    }

    @Test
    void whatKeepsThisBoothFromWorkingComesFirst() {
        var store = Health.Check.broken("store", Health.Code.STORE_CANNOT_WRITE, "disk I/O error");
        assertOnly(new Given().broken(store), Code.STORE_CANNOT_WRITE, 1, "");
        var readOnly =
                Health.Check.broken(
                        "store", Health.Code.STORE_CANNOT_WRITE, "read-only", "READ_ONLY");
        assertThat(only(new Given().broken(readOnly)).args()).containsExactly("READ_ONLY");
        var api = Health.Check.broken("api", Health.Code.PORT_TAKEN, "port 8000 is taken", "8000");
        assertOnly(new Given().broken(api), Code.API_STOPPED, 1, "");
        var p2p = Health.Check.broken("p2p", Health.Code.PORT_TAKEN, "port 9000 is taken", "9000");
        assertOnly(new Given().broken(p2p), Code.P2P_STOPPED, 2, "");
        var config = Health.Check.broken("config", Health.Code.CONFIG_SLIP, "slips", "3", "first");
        assertThat(only(new Given().broken(config)).args()).containsExactly("3");
        assertThat(Rules.delay(Code.API_STOPPED)).isEqualTo(Duration.ofSeconds(5));
        assertThat(Rules.delay(Code.STORE_CANNOT_WRITE)).isEqualTo(Duration.ZERO);
    }

    @Test
    void aDiskIsLowUnderFiveGigabytesAndFullUnderFiveHundredMegabytes() {
        assertThat(new Given().free(5_000_000_000L).wrong()).isEmpty();
        assertOnly(new Given().free(4_999_999_999L), Code.DISK_LOW, 3, "");
        assertOnly(new Given().free(500_000_000L), Code.DISK_LOW, 3, "");
        assertOnly(new Given().free(499_999_999L), Code.DISK_FULL, 1, "");
        assertThat(only(new Given().free(499_999_999L)).args()).containsExactly("499");
        assertThat(new Given().freeUnknown().wrong()).as("not known is not full").isEmpty();
    }

    @Test
    void aCameraThatIsHeardNoMoreIsNamed() {
        assertOnly(new Given().silent(3, "Cổng A"), Code.CAMERA_SILENT, 2, "Cổng A (3)");
        assertThat(new Given().silent(3, "Cổng A").silent(4, "Cổng A").wrong())
                .extracting(Condition::about)
                .containsExactly("Cổng A (3)", "Cổng A (4)");
        assertThat(Rules.delay(Code.CAMERA_SILENT)).as("it was silent for 60 s").isZero();
    }

    @Test
    void aClockIsLookedAtFromFiveSecondsAndSetFromFifteenEitherWay() {
        assertThat(new Given().clock("central-2", 4_999).wrong()).isEmpty();
        assertOnly(new Given().clock("central-2", 5_000), Code.CLOCK_SKEW, 3, "central-2");
        assertOnly(new Given().clock("central-2", -14_999), Code.CLOCK_SKEW, 3, "central-2");
        assertOnly(new Given().clock("central-2", -15_000), Code.CLOCK_SKEW, 2, "central-2");
        assertOnly(new Given().clock("central-2", 60_000), Code.CLOCK_SKEW, 2, "central-2");
        assertThat(new Given().clockOverSlowLine("central-2", 6_000, 20_000).wrong())
                .as("frames that wait for seconds show an offset of as much")
                .isEmpty();
        assertOnly(new Given().clock("central-2", 60_001), Code.CLOCK_AHEAD, 2, "central-2");
        assertThat(only(new Given().clock("central-2", -17_300)).args()).containsExactly("−17");
        assertThat(only(new Given().clock("central-2", 17_300)).args()).containsExactly("+17");
    }

    @Test
    void oneOfThreePeersThatIsAwayIsToldByItsNameAfterFiveMinutes() {
        var given = new Given().peer("central-2", Given.UP).peer("central-3", Given.DOWN);
        assertOnly(given, Code.PEER_LOST, 3, "central-3");
        assertThat(Rules.delay(Code.PEER_LOST)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void ofAPeerThatIsAwayForAWeekNobodyIsToldAnyMoreUnlessItIsTheOnlyOne() {
        Instant before = Given.MORNING.minus(Duration.ofDays(8));
        var away = new LinkState.Disconnected(before, 12, Given.MORNING);
        var given = new Given().peer("central-2", Given.UP).peer("central-3", away);
        assertThat(given.wrong()).isEmpty();
        assertOnly(new Given().peer("central-3", away), Code.ALL_PEERS_LOST, 2, "");
    }

    @Test
    void allPeersAwayIsOneAlarmAndNotOneForEach() {
        var given =
                new Given()
                        .peer("central-2", Given.DOWN)
                        .peer("central-3", new LinkState.Connecting(4, Given.MORNING))
                        .peer("central-4", new LinkState.Unknown());
        assertOnly(given, Code.ALL_PEERS_LOST, 2, "");
        assertThat(Rules.delay(Code.ALL_PEERS_LOST)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void aPausedPeerIsNoAlarm() {
        var paused =
                new LinkState.Paused(
                        Given.MORNING, Given.MORNING.plusSeconds(1_800), "NV 12", "sửa mạng");
        assertThat(new Given().peer("central-2", paused).wrong()).isEmpty();
    }

    @Test
    void aRefusedPeerIsToldAndOneWithTheSameIdMoreUrgently() {
        var stranger = new Given().peer("central-2", refused(Refusal.Code.UNKNOWN_CENTRAL, "c-7"));
        assertOnly(stranger, Code.PEER_REFUSED, 3, "central-2");
        var double2 = new Given().peer("central-2", refused(Refusal.Code.SAME_ID, "central-1"));
        assertOnly(double2, Code.DUPLICATE_CENTRAL_ID, 2, "central-2");
        assertThat(only(double2).args()).containsExactly("central-1");
        assertOnly(new Given().twice("central-3"), Code.DUPLICATE_CENTRAL_ID, 2, "central-3");
    }

    @Test
    void twoBoothsWithOneNameAreNamedWithBothAddressesInOneAlarm() {
        var both = new Given().twice("central-3");
        both.namesakes("central-3", "10.0.0.3:9000", "10.0.0.77");
        var told = both.wrong().stream().filter(c -> c.code() == Code.DUPLICATE_CENTRAL_ID);
        assertThat(told.findFirst().orElseThrow().args())
                .containsExactly("central-3 (10.0.0.3:9000, 10.0.0.77)");
        assertThat(only(new Given().namesakes("central-8")).args()).containsExactly("central-8");
    }

    @Test
    void aClockThatCannotBeRightIsToldAtOnceWithWhatItShows() {
        var shown = Instant.parse("2000-01-01T00:03:09Z");
        var clock = new WrongClock(Why.BEFORE_BUILD, shown, Given.MORNING);
        var given = new Given().wrongClock(clock).deviceClock(1, "Cổng A", Duration.ofDays(9_000));
        assertOnly(given, Code.CLOCK_WRONG, 1, "");
        assertThat(only(given).args())
                .as("on the site's clock")
                .containsExactly("2000-01-01 07:03");
        assertThat(only(given).detail()).contains("2000-01-01T00:03:00Z", "build");
        assertThat(Rules.delay(Code.CLOCK_WRONG)).isZero();
    }

    @Test
    void aDeviceIsNamedWhoseClockIsOffByMoreThanAFeeCanBear() {
        var given = new Given().deviceClock(2, "Cổng A", Duration.ofMillis(-15_600));
        assertOnly(given, Code.DEVICE_CLOCK, 3, "Cổng A (2)");
        assertThat(only(given).args()).containsExactly("−16");
        var ahead = new Given().deviceClock(3, "Cổng B", Duration.ofHours(7));
        assertThat(only(ahead).args()).containsExactly("+25200");
        assertThat(new Given().deviceClock(2, "Cổng A", Duration.ofSeconds(15)).wrong()).isEmpty();
        assertThat(new Given().deviceClock(2, "Cổng A", null).wrong()).isEmpty();
    }

    @Test
    void countersThatDoNotBalanceAreTold() {
        var given = new Given().counted("central-2", new PeerCounters(10, 6, 2, 0, 0));
        assertOnly(given, Code.COUNTERS_UNBALANCED, 2, "central-2");
        assertThat(only(given).args()).containsExactly("2");
        var waiting = new Given().counted("central-2", new PeerCounters(10, 6, 2, 0, 2));
        assertThat(waiting.wrong()).as("two wait in the queue").isEmpty();
        assertThat(Rules.delay(Code.COUNTERS_UNBALANCED)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void otherEventsUnderTheSameNumbersAreAMismatchAndSoIsAResyncThatDidNotHelp() {
        assertOnly(
                new Given().differing("central-2", 1, null), Code.DIGEST_MISMATCH, 2, "central-2");
        var still = new ResyncOutcome.StillDifferent(Given.MORNING, 9, 2L, 1L, null);
        assertOnly(
                new Given().differing("central-2", 0, still), Code.DIGEST_MISMATCH, 2, "central-2");
    }

    @Test
    void aMismatchIsOverOnceTheTwoAreProvenToHoldTheSame() {
        var before =
                new ResyncOutcome.StillDifferent(Given.MORNING.minusMillis(1), 9, 2L, 1L, null);
        assertThat(new Given().differing("central-2", 0, before).wrong()).isEmpty();
        assertOnly(
                new Given().differing("central-2", 1, before),
                Code.DIGEST_MISMATCH,
                2,
                "central-2");
    }

    @Test
    void whatIsMissingForThreeMinutesIsALag() {
        assertOnly(new Given().missing("central-2", 112), Code.PEER_LAGS, 3, "central-2");
        assertThat(only(new Given().missing("central-2", 112)).args()).containsExactly("112");
        assertThat(Rules.delay(Code.PEER_LAGS)).isEqualTo(Duration.ofSeconds(180));
    }

    @Test
    void whatTheLedgerKnowsOfItselfIsTold() {
        var facts =
                new LedgerFacts(
                        1,
                        2,
                        4,
                        3,
                        List.of(new CentralId("central-5")),
                        List.of(new CentralId("central-4")));
        assertThat(new Given().ledger(facts).wrong())
                .extracting(Condition::code)
                .containsExactly(
                        Code.STREAM_FORK,
                        Code.EVENT_QUARANTINED,
                        Code.EVENT_DAMAGED,
                        Code.NUMBERS_LOST,
                        Code.VISITS_DIFFER,
                        Code.KEY_CHANGED);
        assertThat(new Given().ledger(facts).wrong())
                .extracting(c -> c.args().isEmpty() ? c.about() : c.args().getFirst())
                .containsExactly("1", "2", "4", "3", "central-5", "central-4");
    }

    @Test
    void onlyWhatKeepsThisBoothFromWorkingDoesNotWaitAtTheStart() {
        assertThat(List.of(Code.values()))
                .filteredOn(code -> !Rules.hasGrace(code))
                .containsExactly(
                        Code.STORE_CANNOT_WRITE,
                        Code.DISK_FULL,
                        Code.CLOCK_WRONG,
                        Code.API_STOPPED,
                        Code.CONFIG_SLIP);
        assertThat(List.of(Alarm.Code.values()))
                .allSatisfy(code -> assertThat(code.severity()).isBetween(1, 3));
    }
}
