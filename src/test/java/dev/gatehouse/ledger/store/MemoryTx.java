package dev.gatehouse.ledger.store;

/** One transaction on maps, which nobody else sees yet where it writes. */
public final class MemoryTx implements Store.WriteTx {
    private final MemoryEvents events;
    private final MemoryTrees trees;
    private final MemoryFacts facts;
    private final MemoryVisits visits;
    private final MemorySiteFacts siteFacts;
    private final MemoryStamps stamps;

    /**
     * @param room bytes that all tables may have together
     */
    public MemoryTx(MemoryTables tables, long room) {
        var bytes = new MemoryRoom(tables, room);
        this.events = new MemoryEvents(tables, bytes);
        this.trees = new MemoryTrees(tables, bytes);
        this.facts = new MemoryFacts(tables, bytes, events);
        this.visits = new MemoryVisits(tables, bytes, facts);
        this.siteFacts = new MemorySiteFacts(tables, bytes, events);
        this.stamps = new MemoryStamps(tables, bytes);
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
