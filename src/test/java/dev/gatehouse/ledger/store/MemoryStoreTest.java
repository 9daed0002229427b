package dev.gatehouse.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.ledger.Booth;
import dev.gatehouse.ledger.Disk;
import dev.gatehouse.ledger.HandClock;
import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.MemoryDisk;
import dev.gatehouse.model.StreamId;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

class MemoryStoreTest extends StoreContract {
    private final MemoryDisk disk = new MemoryDisk();

    @Override
    Store open() {
        return disk.store();
    }

    private int streams() {
        return all(tx -> tx.events().streams()).size();
    }

    private void add(int stream) {
        write(tx -> filled(tx, new StreamId(9, stream), 1));
    }

    @Test
    void aCommitThatIsRefusedWroteNothing() {
        disk.schedule(() -> Disk.Commit.REFUSED);

        assertThatThrownBy(() -> add(1)).isInstanceOf(StoreException.class);

        assertThat(streams()).isZero();
        disk.schedule(() -> Disk.Commit.DONE);
        add(1);
        assertThat(streams()).isOne();
    }

    @Test
    void aCommitMayBeOnDiskAndReportedAsFailed() {
        disk.schedule(() -> Disk.Commit.DONE_BUT_REFUSED);

        assertThatThrownBy(() -> add(1)).isInstanceOf(StoreException.class);

        assertThat(streams()).isOne();
        disk.cutPower(0);
        reopen();
        assertThat(streams()).isOne();
    }

    @Test
    void aPowerCutTakesWhatWasNotSyncedFromTheEndOn() {
        add(1);
        disk.schedule(() -> Disk.Commit.NOT_SYNCED);
        add(2);
        add(3);
        add(4);
        assertThat(streams()).isEqualTo(4);
        assertThat(disk.unsynced()).isEqualTo(3);

        disk.cutPower(1);
        reopen();

        assertThat(streams()).isEqualTo(2);
        assertThat(disk.unsynced()).isZero();
    }

    @Test
    void aSyncKeepsAllThatWasWrittenBefore() {
        disk.schedule(() -> Disk.Commit.NOT_SYNCED);
        add(1);
        disk.schedule(() -> Disk.Commit.DONE);
        add(2);

        disk.cutPower(0);
        reopen();

        assertThat(streams()).isEqualTo(2);
    }

    @Test
    void aKillKeepsWhatWasWrittenAndEndsTheProcess() {
        disk.schedule(() -> Disk.Commit.NOT_SYNCED);
        add(1);

        disk.kill();

        assertThatThrownBy(this::streams).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> add(2)).isInstanceOf(StoreException.class);
        reopen();
        assertThat(streams()).isOne();
    }

    @Test
    void aProcessMayBeKilledBeforeACommitOrBehindIt() {
        disk.schedule(() -> Disk.Commit.KILLED_BEFORE);
        assertThatThrownBy(() -> add(1)).isInstanceOf(StoreException.class);
        reopen();
        assertThat(streams()).isZero();

        disk.schedule(() -> Disk.Commit.KILLED_AFTER);
        assertThatThrownBy(() -> add(1)).isInstanceOf(StoreException.class);
        reopen();
        assertThat(streams()).isOne();
    }

    @Test
    void aFullDiskRefusesGoesOnReadingAndGoesOnWhenThereIsRoom() {
        add(1);
        disk.limit(disk.bytes());

        assertThatThrownBy(() -> add(2))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("full");

        assertThat(streams()).isOne();
        disk.limit(Long.MAX_VALUE);
        add(2);
        assertThat(streams()).isEqualTo(2);
    }

    @Test
    void aDiskThatCannotBeReadSaysSo() {
        add(1);
        disk.readable(false);

        assertThatThrownBy(this::streams).isInstanceOf(StoreException.class);

        disk.readable(true);
        assertThat(streams()).isOne();
    }

    @Test
    void aCopyIsADiskOfItsOwnAndCanBeRestored() {
        add(1);
        MemoryDisk copy = disk.copy();
        add(2);
        try (Store other = copy.store()) {
            assertThat(other.<Integer>read(tx -> tx.events().streams().size())).isOne();
        }

        disk.restore(copy);
        reopen();

        assertThat(streams()).isOne();
    }

    @Test
    void readersDoNotWaitForASlowDisk() throws Exception {
        add(1);
        var asked = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        disk.schedule(
                () -> {
                    asked.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return Disk.Commit.DONE;
                });

        Thread writer = Thread.ofVirtual().start(() -> add(2));
        asked.await();
        List<Integer> seen = List.of(streams());
        goOn.countDown();
        writer.join();

        assertThat(seen).containsExactly(1);
        assertThat(streams()).isEqualTo(2);
    }

    @Test
    void aLedgerRunsOnIt() {
        var clock = new HandClock(NOON);
        var means =
                new Ledger.Means(
                        HERE, Booth.ZONE, clock, clock::nanos, new Random(1), Booth.signer());
        try (Ledger ledger = disk.ledger(means, _ -> {}, Runnable::run)) {
            ledger.decide(desk -> Booth.entered(desk, "29A12345")).join();
        }
        try (Ledger ledger = disk.ledger(means, _ -> {}, Runnable::run)) {
            assertThat(ledger.stats().vehiclesInside()).isOne();
            assertThat(ledger.holdings().events()).isOne();
        }
    }
}
