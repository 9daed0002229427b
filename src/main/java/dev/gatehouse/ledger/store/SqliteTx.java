package dev.gatehouse.ledger.store;

/** One transaction of one SQLite connection, which somebody else begins and ends. */
public final class SqliteTx implements Store.WriteTx {
    final Sql sql;
    private final SqliteEvents events;
    private final SqliteTrees trees;
    private final SqliteFacts facts;
    private final SqliteVisits visits;
    private final SqliteSiteFacts siteFacts;
    private final SqliteStamps stamps;

    /** A transaction that writes no visits. */
    public SqliteTx(Sql sql) {
        this(sql, new Dictionary());
    }

    /**
     * @param texts of the visits that are written
     */
    public SqliteTx(Sql sql, Dictionary texts) {
        this(sql, texts, new CarCache(), new BlockCache());
    }

    /**
     * @param texts of the visits that are written
     * @param cars where they stood before this transaction
     * @param read blocks that others read too
     */
    SqliteTx(Sql sql, Dictionary texts, CarCache cars, BlockCache read) {
        var blocks = new SqliteBlocks(sql, read);
        this.sql = sql;
        this.events = new SqliteEvents(sql, blocks);
        this.trees = new SqliteTrees(sql, blocks);
        this.facts = new SqliteFacts(sql, events, cars);
        this.visits = new SqliteVisits(sql, texts, facts, cars);
        this.siteFacts = new SqliteSiteFacts(sql, events);
        this.stamps = new SqliteStamps(sql);
    }

    /** Whether something was erased in this transaction. */
    boolean erased() {
        return events.erased();
    }

    @Override
    public EventStore.Writer events() {
        return events;
    }

    @Override
    public TreeStore.Writer trees() {
        return trees;
    }

    @Override
    public FactStore.Writer facts() {
        return facts;
    }

    @Override
    public VisitStore.Writer visits() {
        return visits;
    }

    @Override
    public SiteFactStore.Writer siteFacts() {
        return siteFacts;
    }

    @Override
    public StampStore.Writer stamps() {
        return stamps;
    }
}
