package dev.gatehouse.model;

import java.util.List;

/**
 * A name that more than one booth has.
 *
 * @param central the name
 * @param addresses where they were met, as far as that is known; each once
 */
public record SharedName(CentralId central, List<String> addresses) {
    public SharedName {
        addresses = List.copyOf(addresses);
    }
}
