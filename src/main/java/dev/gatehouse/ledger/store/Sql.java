package dev.gatehouse.ledger.store;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One SQLite connection with its statements kept ready: preparing one costs more than running it.
 * After a failure of the database it is {@link #broken} and only good for closing. One thread at a
 * time.
 */
public final class Sql implements AutoCloseable {
    /** Statements kept ready: all that the ledger has, and a few forms of the history query. */
    private static final int STATEMENTS = 64;

    private static final int PRIMARY_CODE = 0xff;

    private final Connection connection;
    private final String failing;
    private final Map<String, PreparedStatement> ready = new LinkedHashMap<>(16, 0.75f, true);
    private boolean broken;

    /**
     * @param failing what to say before the database's own words when it fails
     */
    public Sql(Connection connection, String failing) {
        this.connection = connection;
        this.failing = failing;
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Whether the database failed, so that nobody knows what state this is in. */
    public boolean broken() {
        return broken;
    }

    /** Begins a transaction, in the mode that the connection was opened with. */
    public void begin() {
        autoCommit(false);
    }

    /**
     * Commits. Not by {@link Connection#commit}, which begins the next transaction at once: the
     * write lock would stay taken, and where another process has it the commit would be reported as
     * failed.
     */
    public void commit() {
        autoCommit(true);
    }

    private void autoCommit(boolean value) {
        try {
            connection.setAutoCommit(value);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    public void rollback() {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            broken = true; // closing it rolls back
        }
    }

    public <T> List<T> list(String sql, Row<T> row, @Nullable Object... values) {
        return listWhile(sql, row, _ -> true, values);
    }

    /** Rows up to the first one that is not wanted. */
    public <T> List<T> listWhile(
            String sql, Row<T> row, Predicate<T> wanted, @Nullable Object... values) {
        try (ResultSet found = bound(sql, values).executeQuery()) {
            var rows = new ArrayList<T>();
            while (found.next()) {
                T next = row.read(found);
                if (!wanted.test(next)) {
                    break;
                }
                rows.add(next);
            }
            return rows;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    public <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... values) {
        try (ResultSet found = bound(sql, values).executeQuery()) {
            return found.next() ? Optional.of(row.read(found)) : Optional.empty();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** The first column of the only row. */
    public long number(String sql, @Nullable Object... values) {
        return first(sql, row -> row.getLong(1), values).orElseThrow();
    }

    /** How many rows it changed. */
    public int update(String sql, @Nullable Object... values) {
        try {
            return bound(sql, values).executeUpdate();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = ready.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            ready.put(sql, statement);
            if (ready.size() > STATEMENTS) {
                var all = ready.values().iterator();
                PreparedStatement longestUnused = all.next();
                all.remove();
                longestUnused.close();
            }
        }
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object value)
            throws SQLException {
        switch (value) {
            case null -> statement.setNull(index, java.sql.Types.NULL);
            case Long number -> statement.setLong(index, number);
            case Integer number -> statement.setInt(index, number);
            case String text -> statement.setString(index, text);
            case byte[] bytes -> statement.setBytes(index, bytes);
            case Double number -> statement.setDouble(index, number);
            default -> throw new IllegalArgumentException("no column for " + value.getClass());
        }
    }

    /** A row that the tables refuse is our fault and not the medium's, which may be tried again. */
    private RuntimeException failure(SQLException e) {
        broken = true;
        boolean ours =
                e instanceof SQLiteException sqlite
                        && (sqlite.getResultCode().code & PRIMARY_CODE)
                                == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
        return ours
                ? new IllegalStateException(failing + ": " + e.getMessage(), e)
                : StoreException.of(failing, e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(e);
        }
    }
}
