package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.ledger.block.Block;
import dev.gatehouse.ledger.check.Backup;
import dev.gatehouse.ledger.check.Verification;
import dev.gatehouse.ledger.codec.FoldVersion;
import dev.gatehouse.ledger.store.DiskRoom;
import dev.gatehouse.ledger.store.SqliteStore;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.StoreContract;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.ledger.write.MergeResult;
import dev.gatehouse.model.StoreTrouble;
import dev.gatehouse.model.StreamHead;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** A booth whose database may not grow any more, by SQLite's own limit, while it merges. */
class FullDiskTest {
    private static final int OFFERED = 4_096;
    private static final int PAGE = 512;

    /** The disk is full when the file cannot get another page. */
    private static final class Capped implements Store {
        /** SQLite's default, which no file reaches. */
        private static final long NO_LIMIT = 0xffff_fffeL;

        private final Store store;
        private boolean full;

        Capped(Store store) {
            this.store = store;
        }

        @Override
        public <T> T write(Function<WriteTx, T> work) {
            return store.write(
                    tx -> {
                        long pages = full ? 1 : NO_LIMIT; // one means as many as there are
                        DiskRoom.limit(tx, pages);
                        return work.apply(tx);
                    });
        }

        @Override
        public <T> T read(Function<ReadTx, T> work) {
            return store.read(work);
        }

        @Override
        public long foreignWrites() {
            return store.foreignWrites();
        }

        @Override
        public void close() {
            store.close();
        }
    }

    @TempDir private Path folder;
    private Booth other;
    private StreamHead offered;
    private Capped disk;
    private HandClock clock;
    private Ledger ledger;

    @BeforeEach
    void open() {
        other = new Booth(folder, "central-2");
        for (int i = 0; i < OFFERED; i += PAGE) {
            int from = i;
            other.ledger()
                    .decide(
                            desk -> {
                                for (int car = from; car < from + PAGE; car++) {
                                    Booth.entered(desk, "30F" + (100_000 + car));
                                }
                                return true;
                            })
                    .join();
        }
        offered = other.ledger().holdings().all().getFirst();
        clock = new HandClock(Booth.NOON);
        disk = new Capped(SqliteStore.open(file(), Duration.ofMillis(150), Backup::replace));
        ledger =
                Ledger.open(
                        disk,
                        new Ledger.Means(
                                StoreContract.HERE,
                                Booth.ZONE,
                                clock,
                                clock::nanos,
                                new Random(1),
                                Booth.signer()),
                        FoldVersion.OURS,
                        _ -> {},
                        Runnable::run,
                        Block.MAX_EVENTS);
    }

    @AfterEach
    void close() {
        ledger.close();
        other.close();
    }

    private Path file() {
        return folder.resolve("central-1.db");
    }

    private long held() {
        return ledger.holdings().n(offered.stream());
    }

    private MergeResult mergeNext() {
        return ledger.merge(other.page(offered.stream(), held() + 1, PAGE)).join();
    }

    private void enter(String plate) {
        var _ = ledger.decide(desk -> Booth.entered(desk, plate)).join();
    }

    @Test
    void aDiskThatIsFullInTheMiddleOfAMergeLosesNothingAndTheMergeGoesOnWhenThereIsRoom() {
        assertThat(mergeNext().merged()).isEqualTo(PAGE);
        enter("29A00000");
        disk.full = true;

        assertThat(mergeNext()).as("all of it comes again").isEqualTo(deferred());
        assertThat(ledger.trouble()).hasMessageContaining("full");
        assertThat(ledger.trouble())
                .extracting(StoreException::trouble)
                .isEqualTo(StoreTrouble.FULL);
        assertThat(held()).isEqualTo(PAGE);
        assertThat(ledger.merge(other.page(offered.stream(), held() + 1 + PAGE, PAGE)).join())
                .as("a page behind a gap")
                .isEqualTo(deferred());
        assertThat(ledger.trouble()).as("which does not say that the disk works").isNotNull();
        assertThat(mergeNext()).isEqualTo(deferred());
        int answered = 1 + enterUntilRefused();
        assertThat(ledger.stats().vehiclesInside())
                .as("reading goes on, and shows what was answered")
                .isEqualTo(PAGE + answered);

        disk.full = false;
        while (held() < OFFERED) {
            assertThat(mergeNext().merged()).isEqualTo(PAGE);
        }
        enter("29A99999");
        assertThat(ledger.trouble()).isNull();
        assertThat(ledger.holdings().head(offered.stream())).isEqualTo(offered);
        assertThat(ledger.stats().vehiclesInside()).isEqualTo(OFFERED + answered + 1);
        assertThat(
                        Verification.run(file(), Booth.ZONE, (_, _, _) -> true, (_, _, _) -> {})
                                .findings())
                .isEmpty();
    }

    private static MergeResult deferred() {
        return MergeResult.deferred(PAGE);
    }

    /** The last pages have room for a few more cars. */
    private int enterUntilRefused() {
        for (int car = 1; car < 1_000; car++) {
            try {
                enter("29A%05d".formatted(car));
            } catch (CompletionException full) {
                assertThat(full).hasCauseInstanceOf(StoreException.class);
                assertThatThrownBy(() -> enter("29A%05d".formatted(99_998)))
                        .as("and again")
                        .hasMessageContaining("full");
                return car - 1;
            }
        }
        throw new AssertionError("the disk is not full");
    }

    @Test
    void onAQuietBoothWritingIsTriedAgainNowAndThenWhereSomebodyLooks() {
        disk.full = true;
        assertThat(mergeNext()).isEqualTo(deferred());
        disk.full = false;
        assertThat(ledger.trouble()).as("it is not tried at once").isNotNull();
        assertThat(ledger.trouble()).isNotNull();
        clock.pass(Duration.ofSeconds(11));
        assertThat(ledger.trouble()).as("what was so far").isNotNull();

        assertThat(ledger.trouble()).isNull();
        assertThat(mergeNext().merged()).isEqualTo(PAGE);
    }
}
