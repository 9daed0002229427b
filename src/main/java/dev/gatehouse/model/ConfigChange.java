package dev.gatehouse.model;

import java.util.List;

/** What came of a change of the configuration. */
public sealed interface ConfigChange {
    /**
     * It is in the file and in force.
     *
     * @param atNextStart paths of what takes effect only when the node is started again
     * @param warnings one line each: what is likely a slip
     */
    record Applied(List<String> atNextStart, List<String> warnings) implements ConfigChange {
        public Applied {
            atNextStart = List.copyOf(atNextStart);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Nothing was changed.
     *
     * @param problems one line each: the path, the value and what was expected
     */
    record Refused(List<String> problems) implements ConfigChange {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /**
     * It is good, but could not be written, so nothing was changed.
     *
     * @param why names the file and the remedy
     */
    record Unwritten(String why) implements ConfigChange {}
}
