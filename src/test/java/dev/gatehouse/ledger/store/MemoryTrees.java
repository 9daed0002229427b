package dev.gatehouse.ledger.store;

import dev.gatehouse.model.Hash;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The trees over the streams in memory. */
final class MemoryTrees implements TreeStore.Writer {
    private final MemoryTables tables;
    private final MemoryRoom room;

    MemoryTrees(MemoryTables tables, MemoryRoom room) {
        this.tables = tables;
        this.room = room;
    }

    @Override
    public List<Hash> leaves(int key, long from, long to) {
        var leaves = new ArrayList<Hash>();
        for (var row : tables.events.from(new MemoryTables.Numbered(key, from + 1))) {
            if (row.key().stream() != key || row.key().number() > to) {
                break;
            }
            leaves.add(row.value().leaf());
        }
        return leaves;
    }

    @Override
    public List<Hash> nodes(int key, int level, long from, long to) {
        var nodes = new ArrayList<Hash>();
        for (var row : tables.nodes.from(new MemoryTables.NodeKey(key, level, from))) {
            MemoryTables.NodeKey node = row.key();
            if (node.stream() != key || node.level() != level || node.at() >= to) {
                break;
            }
            nodes.add(row.value());
        }
        return nodes;
    }

    @Override
    public NavigableMap<Long, Hash> looseRoots(int key) {
        var roots = new TreeMap<Long, Hash>();
        for (var row : tables.looseRoots.from(new MemoryTables.Numbered(key, 0))) {
            if (row.key().stream() != key) {
                break;
            }
            roots.put(row.key().number(), row.value());
        }
        return roots;
    }

    @Override
    public void addNode(int key, int level, long at, Hash hash) {
        var node = new MemoryTables.NodeKey(key, level, at);
        MemoryRoom.requireNew(tables.nodes.get(node), "a node of that number");
        room.grow(MemoryRoom.ROW_BYTES);
        tables.nodes = tables.nodes.put(node, hash);
    }

    @Override
    public void removeNodes(int key, long n) {
        var gone = new ArrayList<MemoryTables.NodeKey>();
        for (var row : tables.nodes.from(new MemoryTables.NodeKey(key, 0, 0))) {
            MemoryTables.NodeKey node = row.key();
            if (node.stream() != key) {
                break;
            }
            if (node.at() + 1 << node.level() > n) {
                gone.add(node);
            }
        }
        for (MemoryTables.NodeKey node : gone) {
            room.grow(-MemoryRoom.ROW_BYTES);
            tables.nodes = tables.nodes.remove(node);
        }
    }

    @Override
    public void addLooseRoot(int key, long n, Hash root) {
        var number = new MemoryTables.Numbered(key, n);
        if (tables.looseRoots.get(number) == null) {
            room.grow(MemoryRoom.ROW_BYTES);
            tables.looseRoots = tables.looseRoots.put(number, root);
        }
    }

    @Override
    public void removeLooseRoots(int key, long from, long to) {
        for (long n : looseRoots(key).subMap(from, true, to, true).keySet()) {
            room.grow(-MemoryRoom.ROW_BYTES);
            tables.looseRoots = tables.looseRoots.remove(new MemoryTables.Numbered(key, n));
        }
    }
}
