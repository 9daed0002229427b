package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.ledger.store.StoreContract;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Visit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** A simulated disk under a real database does to it what a PC's does. */
class SqliteDiskTest {
    private final SqliteDisk disk = new SqliteDisk();
    private final HandClock clock = new HandClock(Booth.NOON);
    private Ledger ledger = started(Set.of());
    private int starts;

    private Ledger started(Set<String> lacks) {
        var means =
                new Ledger.Means(
                        StoreContract.HERE,
                        Booth.ZONE,
                        clock,
                        clock::nanos,
                        new Random(++starts),
                        Booth.signer());
        return disk.ledger(means, _ -> {}, Runnable::run, lacks);
    }

    @AfterEach
    void close() {
        disk.close();
    }

    private void enter(String plate) {
        ledger.decide(desk -> Booth.entered(desk, plate)).join();
    }

    private void restart() {
        ledger = started(Set.of());
    }

    private long events() {
        return ledger.holdings().events();
    }

    private void assertRefused(String plate) {
        assertThatThrownBy(() -> enter(plate))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(StoreException.class);
    }

    @Test
    void aKillKeepsWhatWasWrittenAndEndsTheProcess() {
        enter("29A00001");

        disk.kill();

        assertRefused("29A00002");
        restart();
        assertThat(events()).isOne();
        enter("29A00002");
        assertThat(events()).isEqualTo(2);
    }

    @Test
    void aProcessMayBeKilledBeforeACommitOrBehindIt() {
        disk.schedule(() -> Disk.Commit.KILLED_BEFORE);
        assertRefused("29A00001");
        restart();
        assertThat(events()).isZero();

        disk.schedule(() -> Disk.Commit.KILLED_AFTER);
        assertRefused("29A00001");
        restart();
        assertThat(events()).isOne();
    }

    @Test
    void aCommitMayBeRefusedOrDoneAndReportedAsFailed() {
        disk.schedule(() -> Disk.Commit.REFUSED);
        assertRefused("29A00001");
        restart();
        assertThat(events()).isZero();

        disk.schedule(() -> Disk.Commit.DONE_BUT_REFUSED);
        assertRefused("29A00001");
        restart();
        assertThat(events()).isOne();
    }

    @Test
    void aPowerCutTakesTheEndOfTheLogThatWasNotSynced() {
        enter("29A00001");
        disk.schedule(() -> Disk.Commit.NOT_SYNCED);
        enter("29A00002");
        enter("29A00003");
        enter("29A00004");
        assertThat(disk.unsynced()).isEqualTo(3);

        disk.cutPower(1);
        restart();

        assertThat(events()).isEqualTo(2);
        assertThat(disk.unsynced()).isZero();
        assertThat(disk.differsFromAFreshFold(StoreContract.HERE, Set.of())).isNull();
    }

    @Test
    void aFullDiskRefusesAndGoesOnWhenThereIsRoom() {
        disk.full(true);
        assertThatThrownBy(
                        () ->
                                ledger.decide(
                                                desk -> {
                                                    for (int car = 10_000; car < 12_000; car++) {
                                                        Booth.entered(desk, "29A" + car);
                                                    }
                                                    return true;
                                                })
                                        .join())
                .hasCauseInstanceOf(StoreException.class)
                .hasMessageContaining("full");

        disk.full(false);
        enter("29A00001");
        assertThat(events()).isOne();
    }

    @Test
    void aCopyIsADiskOfItsOwnAndCanBeRestored() {
        enter("29A00001");
        Disk copy = disk.copy();
        enter("29A00002");

        disk.restore(copy);
        restart();
        assertThat(events()).isOne();

        disk.restore(disk.empty());
        restart();
        assertThat(events()).isZero();
    }

    @Test
    void whatAnOlderVersionDoesNotKnowIsFoldedAfterItsUpgrade() {
        enter("29A00001");
        ledger.decide(
                        desk -> {
                            String visit =
                                    desk.openVisit(Booth.plate("29A00001")).orElseThrow().eventId();
                            return desk.amend(List.of(), new Fact.Voided(visit, null, null));
                        })
                .join();

        ledger = started(Set.of(Fact.Voided.KIND));
        assertThat(events()).isEqualTo(2);
        assertThat(ledger.stats().vehiclesInside()).isOne();

        restart();
        assertThat(ledger.stats().vehiclesInside()).isZero();
        assertThat(disk.differsFromAFreshFold(StoreContract.HERE, Set.of())).isNull();
    }

    @Test
    void anExitThatIsTakenBackIsOpaqueToAnOlderVersionAndFoldedAfterItsUpgrade() {
        enter("29A00001");
        ledger.decide(
                        desk -> {
                            Visit visit = desk.openVisit(Booth.plate("29A00001")).orElseThrow();
                            Booth.left(desk, visit, 25_000);
                            var undo =
                                    new ExitUndone(
                                            visit.eventId(),
                                            desk.acts(visit.eventId()).getLast().id(),
                                            "Lan");
                            return desk.amend(List.of(visit.plate()), undo);
                        })
                .join();

        ledger = started(Set.of(ExitUndone.KIND));
        assertThat(events()).isEqualTo(3);
        assertThat(ledger.stats().vehiclesInside()).isZero();

        restart();
        assertThat(events()).isEqualTo(3);
        assertThat(ledger.stats().vehiclesInside()).isOne();
        assertThat(disk.differsFromAFreshFold(StoreContract.HERE, Set.of())).isNull();
    }
}
