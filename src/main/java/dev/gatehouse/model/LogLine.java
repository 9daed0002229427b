package dev.gatehouse.model;

/**
 * One entry of this node's log.
 *
 * @param at when, as it stands in the log
 * @param level how bad it is
 * @param source which part of the program says it
 * @param text what it says; a stack trace follows in lines of its own
 */
public record LogLine(String at, Level level, String source, String text) {
    /** How bad an entry is, the worst last. */
    public enum Level {
        INFO,
        WARN,
        ERROR
    }

    /** Without the stack trace. */
    public String firstLine() {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
