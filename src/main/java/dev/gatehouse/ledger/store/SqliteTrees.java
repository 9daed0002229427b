package dev.gatehouse.ledger.store;

import dev.gatehouse.model.Hash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The trees over the streams in SQLite. */
final class SqliteTrees implements TreeStore.Writer {
    private final Sql sql;
    private final SqliteBlocks blocks;

    SqliteTrees(Sql sql, SqliteBlocks blocks) {
        this.sql = sql;
        this.blocks = blocks;
    }

    @Override
    public NavigableMap<Long, Hash> looseRoots(int key) {
        var roots = new TreeMap<Long, Hash>();
        sql.list(
                        "SELECT n, root FROM loose_root WHERE stream = ?",
                        rs -> Map.entry(rs.getLong(1), Hash.of(rs.getBytes(2))),
                        key)
                .forEach(row -> roots.put(row.getKey(), row.getValue()));
        return roots;
    }

    @Override
    public List<Hash> leaves(int key, long from, long to) {
        List<SqliteBlocks.LeafRun> runs = blocks.leaves(key, from + 1, to);
        var leaves = new ArrayList<Hash>();
        long next = from;
        for (SqliteBlocks.LeafRun run : runs) {
            inRows(key, next, run.first() - 1, leaves);
            for (int row = 0; row < run.size(); row++) {
                leaves.add(run.leaf(row));
            }
            next = run.first() + run.size() - 1;
        }
        inRows(key, next, to, leaves);
        return leaves;
    }

    private void inRows(int key, long from, long to, List<Hash> leaves) {
        if (from < to) {
            leaves.addAll(
                    sql.list(
                            "SELECT leaf FROM event WHERE stream = ? AND seq > ? AND seq <= ?"
                                    + " ORDER BY seq",
                            rs -> Hash.of(rs.getBytes(1)),
                            key,
                            from,
                            to));
        }
    }

    @Override
    public List<Hash> nodes(int key, int level, long from, long to) {
        return sql.list(
                "SELECT hash FROM node WHERE stream = ? AND level = ? AND at >= ? AND at < ?"
                        + " ORDER BY at",
                rs -> Hash.of(rs.getBytes(1)),
                key,
                level,
                from,
                to);
    }

    @Override
    public void addNode(int key, int level, long at, Hash hash) {
        sql.update(
                "INSERT INTO node (stream, level, at, hash) VALUES (?, ?, ?, ?)",
                key,
                level,
                at,
                hash.bytes());
    }

    @Override
    public void removeNodes(int key, long n) {
        sql.update("DELETE FROM node WHERE stream = ? AND (at + 1) << level > ?", key, n);
    }

    @Override
    public void addLooseRoot(int key, long n, Hash root) {
        sql.update(
                "INSERT OR IGNORE INTO loose_root (stream, n, root) VALUES (?, ?, ?)",
                key,
                n,
                root.bytes());
    }

    @Override
    public void removeLooseRoots(int key, long from, long to) {
        sql.update("DELETE FROM loose_root WHERE stream = ? AND n >= ? AND n <= ?", key, from, to);
    }
}
