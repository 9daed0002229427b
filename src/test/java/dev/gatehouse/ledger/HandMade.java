package dev.gatehouse.ledger;

import dev.gatehouse.ledger.hash.Frontier;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.hash.PageProof;
import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamDescriptor;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** Changes a database behind the program's back, and looks into it. */
public final class HandMade {
    private HandMade() {}

    /**
     * Some of the events of a stream with a root and a proof that fit them.
     *
     * @param events the first ones, in order
     */
    static Arrival page(StreamDescriptor stream, List<LedgerEvent> events, int from, int to) {
        List<Hash> leaves = events.stream().map(Merkle::leaf).toList();
        PageProof.Subtrees tree =
                (lo, hi) -> {
                    var frontier = new Frontier();
                    leaves.subList((int) lo, (int) hi)
                            .forEach(leaf -> frontier.append(leaf, Frontier.Nodes.NONE));
                    return frontier.root();
                };
        return Arrival.check(
                stream,
                events.subList(from - 1, to),
                leaves.size(),
                tree.hash(0, leaves.size()),
                PageProof.prove(tree, leaves.size(), Ranges.of(from, to)));
    }

    /** How many rows it changed. */
    public static int change(Path file, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /** All rows of a table as one text, in the order of their columns. */
    public static String rows(Path file, String table) throws SQLException {
        var text = new StringBuilder();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var found = statement.executeQuery("SELECT * FROM " + table + " ORDER BY 1, 2")) {
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                for (int i = 1; i <= columns; i++) {
                    text.append(found.getString(i)).append('|');
                }
                text.append('\n');
            }
        }
        return text.toString();
    }
}
