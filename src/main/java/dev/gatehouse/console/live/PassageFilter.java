package dev.gatehouse.console.live;

import dev.gatehouse.model.GateEvent;

import java.util.function.Predicate;

/** Which passages the live table lists. */
public enum PassageFilter {
    ALL("gate.filter.all", _ -> true),
    ENTRIES("gate.filter.entries", e -> e.kind() == GateEvent.Kind.ENTRY),
    EXITS("gate.filter.exits", e -> e.kind() == GateEvent.Kind.EXIT),
    HERE("gate.filter.here", GateEvent::local),
    MERGED("gate.filter.merged", e -> !e.local());

    private final String key;
    private final Predicate<GateEvent> lists;

    PassageFilter(String key, Predicate<GateEvent> lists) {
        this.key = key;
        this.lists = lists;
    }

    /** Key of its name in the texts. */
    public String key() {
        return key;
    }

    public boolean lists(GateEvent event) {
        return lists.test(event);
    }

    public PassageFilter next() {
        return values()[(ordinal() + 1) % values().length];
    }
}
