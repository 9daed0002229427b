package dev.gatehouse.field;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Map;

/** Who is measured, in the order of the table. */
enum Contender {
    GATEHOUSE("gatehouse", "Gatehouse", null, Integer.MAX_VALUE) {
        @Override
        Rival open(Path folder, Map<String, String> environment) throws Exception {
            return new GatehouseRival(folder, environment);
        }
    },
    SYMMETRIC("symmetric", "SymmetricDS", null, Integer.MAX_VALUE) {
        @Override
        Rival open(Path folder, Map<String, String> environment) throws Exception {
            return new SymmetricRival(folder, environment);
        }
    },
    POUCH(
            "pouchdb",
            "PouchDB",
            "LevelDB's writes are not synced to the disk: PouchDB has no setting for it",
            Integer.MAX_VALUE) {
        @Override
        Rival open(Path folder, Map<String, String> environment) throws Exception {
            return new PouchRival(folder, environment);
        }
    },
    POSTGRES(
            "postgres",
            "PostgreSQL logical replication",
            "the subscription commits without waiting for the disk, as is its default",
            Integer.MAX_VALUE) {
        @Override
        Rival open(Path folder, Map<String, String> environment) throws Exception {
            return new PostgresRival(folder, environment);
        }
    },
    ORIGINAL(
            "original",
            "the original's algorithm",
            "open visits only, since it takes over none that has ended; away for some seconds only",
            1_000) {
        @Override
        Rival open(Path folder, Map<String, String> environment) throws Exception {
            return new OriginalRival(folder, environment);
        }

        @Override
        @Nullable String limit(int rows) {
            return super.limit(rows) == null
                    ? null
                    : "none: its answer is one frame, and it takes none over 1 MiB";
        }
    };

    private final String id;
    private final String title;
    private final @Nullable String remark;
    private final int mostRows;

    Contender(String id, String title, @Nullable String remark, int mostRows) {
        this.id = id;
        this.title = title;
        this.remark = remark;
        this.mostRows = mostRows;
    }

    /** Its two ends in that folder, not yet running. */
    abstract Rival open(Path folder, Map<String, String> environment) throws Exception;

    String id() {
        return id;
    }

    String title() {
        return title;
    }

    /** What is to be known of its figures. */
    @Nullable String remark() {
        return remark;
    }

    /** Rows that it can take over at once at most. */
    int mostRows() {
        return mostRows;
    }

    /** Why it is not asked to take over so many rows; null where it is. */
    @Nullable String limit(int rows) {
        return rows <= mostRows ? null : "takes over none of so many";
    }

    static Contender of(String id) {
        for (Contender contender : values()) {
            if (contender.id.equals(id)) {
                return contender;
            }
        }
        throw new IllegalArgumentException("'" + id + "': expected one of the systems' names");
    }
}
