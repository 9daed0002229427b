package dev.gatehouse.model;

import java.util.List;

/**
 * Whether the node can do its work.
 *
 * @param checks each part by itself
 */
public record Health(List<Check> checks) {
    /**
     * One part.
     *
     * @param name {@code store}, {@code api}, {@code p2p} or {@code config}
     * @param ok whether it works
     * @param detail for people; empty where there is nothing to say
     */
    public record Check(String name, boolean ok, String detail) {}

    /** Whether events can be taken and kept: the store works. Peers do not count. */
    public boolean ready() {
        return checks.stream().filter(c -> c.name().equals("store")).allMatch(Check::ok);
    }
}
