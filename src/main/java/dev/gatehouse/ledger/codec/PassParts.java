package dev.gatehouse.ledger.codec;

import dev.gatehouse.model.Fact;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Cuts a list of passes into the facts that it is written as. The passes of a site are one list,
 * and a long list takes several events, which are written in one transaction. Pure functions.
 */
public final class PassParts {
    /** Events of one list: 60 KB each, so some ten thousand passes. */
    public static final int MAX = 32;

    /** Bytes of passes in one event, of the 64 KiB that a payload may have. */
    private static final int PART_BYTES = 60_000;

    private PassParts() {}

    /**
     * The facts that a list is written as: itself, or its parts where it is too long for one event.
     *
     * @param names gives the name that the parts have in common
     * @throws IllegalArgumentException where it is too long altogether
     */
    public static List<Fact.OfSite> of(Fact.OfSite fact, FactCodec codec, Supplier<String> names) {
        if (!(fact instanceof Fact.Passes(List<Fact.Pass> passes, Fact.Part _))
                || (passes.size() <= Fields.ELEMENTS
                        && codec.encode(fact, names.get()).length() <= PART_BYTES)) {
            return List.of(fact);
        }
        var groups = new ArrayList<List<Fact.Pass>>();
        int bytes = PART_BYTES + 1;
        for (Fact.Pass pass : passes) {
            int size = codec.encode(new Fact.Passes(List.of(pass)), names.get()).length();
            if (bytes + size > PART_BYTES || groups.getLast().size() == Fields.ELEMENTS) {
                groups.add(new ArrayList<>());
                bytes = 0;
            }
            groups.getLast().add(pass);
            bytes += size;
        }
        if (groups.size() > MAX) {
            throw new IllegalArgumentException(
                    passes.size()
                            + " passes take "
                            + groups.size()
                            + " events, and a list at most "
                            + MAX
                            + ": leave out those that have ended");
        }
        String list = names.get();
        var parts = new ArrayList<Fact.OfSite>();
        for (List<Fact.Pass> group : groups) {
            parts.add(new Fact.Passes(group, new Fact.Part(list, parts.size() + 1, groups.size())));
        }
        return parts;
    }
}
