package dev.gatehouse.config;

import java.nio.file.Path;
import java.util.List;

/**
 * A configuration to work with.
 *
 * @param config what holds from now on
 * @param file the file that was asked for and that a person edits; not always the one that was used
 * @param warnings one line each; nothing is lost by them
 * @param problems one line each: why the last accepted copy is used; empty when {@code file} is
 */
public record Loaded(Config config, Path file, List<String> warnings, List<String> problems) {
    public Loaded {
        warnings = List.copyOf(warnings);
        problems = List.copyOf(problems);
    }

    /** Whether {@code file} could not be used: an alarm until it is mended. */
    public boolean fromLastAccepted() {
        return !problems.isEmpty();
    }
}
