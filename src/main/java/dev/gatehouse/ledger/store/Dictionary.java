package dev.gatehouse.ledger.store;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The texts that visits have in common, by the numbers that stand for them in their rows: names of
 * centrals, and gates. A text that is not among those last used gets another number: two numbers of
 * one text cost a row and change nothing. The writer's; what a transaction added is to be
 * {@linkplain #forget forgotten} where it fails.
 */
public final class Dictionary {
    /**
     * Texts kept at hand, of each sort. A site has a few hundred gates; texts that never repeat, as
     * a camera's name with a counter in it, only pass through.
     */
    private static final int TEXTS = 4_096;

    /** The gates of a booth. */
    private static final int LAST = 4;

    /**
     * Where and how a plate was read.
     *
     * @param edge the camera or lane
     * @param cameraId the camera's number
     * @param cameraName the camera's name
     * @param source {@code auto}, {@code manual} or what the camera said
     */
    record Gate(
            @Nullable String edge,
            @Nullable Integer cameraId,
            @Nullable String cameraName,
            @Nullable String source) {}

    private static final class Numbers<T> extends LinkedHashMap<T, Long> {
        private static final long serialVersionUID = 1L;

        Numbers() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<T, Long> eldest) {
            return size() > TEXTS;
        }
    }

    private final Map<String, Long> centrals = new Numbers<>();
    private final Map<Gate, Long> gates = new Numbers<>();

    /** Gates that were asked for last: to compare long texts is quicker than to hash them. */
    private final @Nullable Gate[] last = new @Nullable Gate[LAST];

    private final long[] lastNumbers = new long[LAST];
    private int replaced;
    private long nextCentral;
    private long nextGate;

    /** The number of a central's name. */
    long central(Sql sql, String name) {
        read(sql);
        Long known = centrals.get(name);
        if (known != null) {
            return known;
        }
        sql.update("INSERT INTO central (id, name) VALUES (?, ?)", nextCentral, name);
        centrals.put(name, nextCentral);
        return nextCentral++;
    }

    /** The number of a gate. */
    long gate(Sql sql, Gate gate) {
        read(sql);
        for (int i = 0; i < last.length; i++) {
            if (gate.equals(last[i])) {
                return lastNumbers[i];
            }
        }
        long number = numberOf(sql, gate);
        last[replaced] = gate;
        lastNumbers[replaced] = number;
        replaced = (replaced + 1) % last.length;
        return number;
    }

    private long numberOf(Sql sql, Gate gate) {
        Long known = gates.get(gate);
        if (known != null) {
            return known;
        }
        sql.update(
                "INSERT INTO gate (id, edge_id, camera_id, camera_name, source)"
                        + " VALUES (?, ?, ?, ?, ?)",
                nextGate,
                gate.edge(),
                gate.cameraId(),
                gate.cameraName(),
                gate.source());
        gates.put(gate, nextGate);
        return nextGate++;
    }

    /** Takes over those that were given last, where none are known yet. */
    private void read(Sql sql) {
        if (nextGate != 0) {
            return;
        }
        var found = new HashMap<Gate, Long>();
        sql.list(
                        "SELECT edge_id, camera_id, camera_name, source, id FROM gate"
                                + " ORDER BY id DESC LIMIT ?",
                        rs -> {
                            int camera = rs.getInt(2);
                            boolean none = rs.wasNull();
                            return Map.entry(
                                    new Gate(
                                            rs.getString(1),
                                            none ? null : camera,
                                            rs.getString(3),
                                            rs.getString(4)),
                                    rs.getLong(5));
                        },
                        TEXTS)
                .forEach(row -> found.put(row.getKey(), row.getValue()));
        gates.putAll(found);
        sql.list(
                        "SELECT name, id FROM central ORDER BY id DESC LIMIT ?",
                        rs -> Map.entry(rs.getString(1), rs.getLong(2)),
                        TEXTS)
                .forEach(row -> centrals.put(row.getKey(), row.getValue()));
        nextCentral = sql.number("SELECT coalesce(max(id), 0) + 1 FROM central");
        nextGate = sql.number("SELECT coalesce(max(id), 0) + 1 FROM gate");
    }

    /** Forgets all; what is in the database is read again when it is asked for. */
    void forget() {
        centrals.clear();
        gates.clear();
        Arrays.fill(last, null);
        nextCentral = 0;
        nextGate = 0;
    }
}
