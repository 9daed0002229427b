package dev.gatehouse.console.peers;

import java.util.List;
import java.util.function.UnaryOperator;

/** What tells the names of a mesh apart: {@code central-3} among centrals is {@code 3}. Pure. */
final class ShortNames {
    private ShortNames() {}

    /** Drops what all of them begin with, up to a dash; none is empty then. */
    static UnaryOperator<String> of(List<String> names) {
        String first = names.isEmpty() ? "" : names.getFirst();
        int common = 0;
        for (int dash = first.indexOf('-'); dash >= 0; dash = first.indexOf('-', dash + 1)) {
            String start = first.substring(0, dash + 1);
            if (names.size() < 2
                    || !names.stream().allMatch(n -> n.startsWith(start) && !n.equals(start))) {
                break;
            }
            common = dash + 1;
        }
        int dropped = common;
        return name -> name.length() > dropped ? name.substring(dropped) : name;
    }
}
