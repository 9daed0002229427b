package dev.gatehouse.config;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/** Collects all that is wrong, so that a file is mended in one go. One line each. */
final class Problems {
    /** A value may be a whole pasted file; a line of a log or an alarm is not. */
    private static final int MAX_VALUE_LENGTH = 60;

    private final String fileName;
    private final List<String> lines = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /**
     * @param fileName begins each line that is about the file
     */
    Problems(String fileName) {
        this.fileName = fileName;
    }

    /**
     * @param path where in the file, such as {@code peer_centrals[0].ip}
     * @param value what stands there, null where nothing does
     * @param expected completes "expected …"
     */
    void add(String path, @Nullable JsonNode value, String expected) {
        addText(path, value == null ? "missing" : cut(value.toString()), expected);
    }

    /** As {@link #add}, with the value in words. */
    void addText(String path, String value, String expected) {
        lines.add(fileName + ": " + path + ": " + value + "; expected " + expected);
    }

    void addSyntax(String where, String what) {
        lines.add(fileName + ": " + where + ": " + what);
    }

    void addEnvironment(String name, String value, String expected) {
        lines.add("environment: " + name + ": '" + cut(value) + "'; expected " + expected);
    }

    void warn(String path, String what) {
        warnings.add(fileName + ": " + path + ": " + what);
    }

    boolean none() {
        return lines.isEmpty();
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    private static String cut(String value) {
        return value.length() <= MAX_VALUE_LENGTH
                ? value
                : value.substring(0, MAX_VALUE_LENGTH) + "…";
    }
}
