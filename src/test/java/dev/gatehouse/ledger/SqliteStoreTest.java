package dev.gatehouse.ledger;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

class SqliteStoreTest extends StoreContract {
    @TempDir Path folder;

    @Override
    Store open() {
        return SqliteStore.open(folder.resolve("store.db"), Booth.ZONE, Duration.ofMillis(150));
    }
}
