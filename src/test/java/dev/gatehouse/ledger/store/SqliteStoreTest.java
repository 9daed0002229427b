package dev.gatehouse.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.check.Backup;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

class SqliteStoreTest extends StoreContract {
    @TempDir Path folder;

    @Override
    Store open() {
        return SqliteStore.open(
                folder.resolve("store.db"), Duration.ofMillis(150), Backup::replace);
    }

    @Test
    @Timeout(30)
    void aWriteThatHangsDoesNotKeepTheProgramFromEnding() throws InterruptedException {
        Store store = open();
        var begun = new CountDownLatch(1);
        var goesOn = new CountDownLatch(1);
        Thread hanging =
                Thread.ofVirtual()
                        .start(
                                () ->
                                        store.write(
                                                _ -> {
                                                    begun.countDown();
                                                    return awaited(goesOn);
                                                }));
        begun.await();

        store.close();

        assertThat(hanging.isAlive()).isTrue();
        goesOn.countDown();
        hanging.join();
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
