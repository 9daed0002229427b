package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.ResyncProgress;
import dev.gatehouse.model.ResyncStart;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The button in the supervisor's hand. */
class ResyncByHandTest {
    @TempDir private Path folder;
    private final LogLines log = new LogLines();
    private TestNode one;
    private TestNode two;

    @BeforeEach
    void twoBooths() throws IOException {
        one = new TestNode(folder, 1).knowsWithoutReaching("central-2");
        two = new TestNode(folder, 2).knows(one);
        two.auto = false;
    }

    @AfterEach
    void off() {
        two.close();
        one.close();
        log.close();
    }

    private ResyncStart.Started begin() {
        ResyncStart start = two.sync().resync(one.id).join();
        assertThat(start).isInstanceOf(ResyncStart.Started.class);
        return (ResyncStart.Started) start;
    }

    /** What is asked for comes slowly enough to be stopped on its way, however late one looks. */
    private Cable slowly(long bytesPerSecond) throws IOException {
        var cable = new Cable(one.address);
        cable.slow(bytesPerSecond);
        two.peers.clear();
        two.knows(one, cable.end());
        return cable;
    }

    private void linked() {
        await().until(() -> two.peer(one).connected() && two.peer(one).weMiss() != null);
    }

    @Test
    void itPlansFetchesAndEndsIdentical() throws Exception {
        one.start();
        one.enterMany("CAR", 20);
        two.start();
        two.enter("OWN");
        linked();
        Instant begun = Instant.now();
        ResyncStart.Started started = begin();
        assertThat(started.weMiss()).isEqualTo(20);
        assertThat(started.theyMiss()).isLessThanOrEqualTo(1);
        ResyncOutcome outcome = started.outcome().get(40, TimeUnit.SECONDS);
        assertThat(outcome).isInstanceOf(ResyncOutcome.Identical.class);
        var identical = (ResyncOutcome.Identical) outcome;
        assertThat(identical.merged()).isEqualTo(20);
        assertThat(identical.events()).isEqualTo(21);
        assertThat(identical.asOf()).isBetween(begun, Instant.now());
        assertThat(identical.digest()).isEqualTo(one.ledger().holdings().top());
        assertThat(two.peer(one).resync()).isNull();
        assertThat(two.peer(one).lastResync()).isEqualTo(outcome);
        assertThat(log.all())
                .contains("Resync with central-1 started by hand")
                .anyMatch(
                        l ->
                                l.matches(
                                        "Resync with central-1 ended: identical, code [0-9a-f]{8},"
                                                + " 21 events, 20 of them merged now"));
    }

    @Test
    void aSecondOneBesideItIsTold() throws IOException {
        one.start();
        one.enterMany("CAR", 2_000);
        two.pageSize = 10;
        try (Cable _ = slowly(16_000)) {
            two.start();
            linked();
            begin();
            assertThat(two.sync().resync(one.id).join())
                    .isInstanceOf(ResyncStart.AlreadyRunning.class);
        }
    }

    @Test
    void aPeerThatIsOffOrUnknownIsTold() throws IOException {
        two.start();
        assertThat(two.sync().resync(one.id).join()).isInstanceOf(ResyncStart.Offline.class);
        assertThat(two.sync().resync(new CentralId("central-77")).join())
                .isInstanceOf(ResyncStart.UnknownPeer.class);
        assertThat(two.sync().cancelResync(one.id).join()).isFalse();
    }

    @Test
    void cancellingKeepsWhatCame() throws Exception {
        two.pageSize = 10;
        one.start();
        one.enterMany("CAR", 2_000);
        try (Cable cable = slowly(16_000)) {
            two.start();
            linked();
            ResyncStart.Started started = begin();
            await().until(() -> two.events() > 100);
            assertThat(two.sync().cancelResync(one.id).join()).isTrue();
            ResyncOutcome outcome = started.outcome().get(40, TimeUnit.SECONDS);
            assertThat(outcome).isInstanceOf(ResyncOutcome.Cancelled.class);
            await().during(Duration.ofMillis(300)).until(() -> two.peer(one).resync() == null);
            assertThat(two.events()).isBetween(100L, 1_999L);
            assertThat(log.all())
                    .anyMatch(l -> l.startsWith("Resync with central-1 was cancelled: "));
            cable.slow(Long.MAX_VALUE);
            assertThat(begin().outcome().get(40, TimeUnit.SECONDS))
                    .isInstanceOf(ResyncOutcome.Identical.class);
            assertThat(two.events()).isEqualTo(2_000);
        }
    }

    @Test
    void afterACancelNothingMoreIsAskedForInAnyStream() throws Exception {
        for (int start = 0; start < 8; start++) { // a stream for every start
            one.start();
            one.enterMany("CAR" + start + "X", 40);
            one.stop();
        }
        one.start();
        two.pageSize = 5;
        try (Cable _ = slowly(8_000)) {
            two.start();
            linked();
            begin();
            await().until(() -> two.events() > 20);
            assertThat(two.sync().cancelResync(one.id).join()).isTrue();
            await().during(Duration.ofSeconds(3)).until(new Unchanged(two::events));
            assertThat(two.events()).isLessThan(320);
        }
    }

    /** Whether a number stayed as it was the last time. */
    private static final class Unchanged implements Callable<Boolean> {
        private final LongSupplier number;
        private long last = -1;

        Unchanged(LongSupplier number) {
            this.number = number;
        }

        @Override
        public Boolean call() {
            long before = last;
            last = number.getAsLong();
            return last == before;
        }
    }

    @Test
    void aLinkThatIsLostEndsIt() throws Exception {
        two.pageSize = 4; // some seconds of pages, to be seen on the way
        one.start();
        one.enterMany("CAR", 4_000);
        two.start();
        linked();
        ResyncStart.Started started = begin();
        await().until(
                        () -> {
                            ResyncProgress progress = two.peer(one).resync();
                            return progress != null
                                    && progress.stage() == ResyncProgress.Stage.TRANSFER;
                        });
        one.stop();
        ResyncOutcome outcome = started.outcome().get(40, TimeUnit.SECONDS);
        assertThat(outcome).isInstanceOf(ResyncOutcome.Failed.class);
        assertThat(((ResyncOutcome.Failed) outcome).code()).isEqualTo("LINK_LOST");
    }

    @Test
    void aPeerThatIsTakenOutOfTheConfigurationEndsIt() throws Exception {
        two.pageSize = 4; // some seconds of pages
        one.start();
        one.enterMany("CAR", 4_000);
        two.start();
        linked();
        ResyncStart.Started started = begin();

        two.forgets(one);

        ResyncOutcome outcome = started.outcome().get(40, TimeUnit.SECONDS);
        assertThat(((ResyncOutcome.Failed) outcome).code()).isEqualTo("PEER_REMOVED");
    }
}
