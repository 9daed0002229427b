package dev.gatehouse.diag;

import dev.gatehouse.model.LogLine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the end of the log file. Any thread; blocks. */
public final class LogTail {
    /** Some four thousand lines: an hour of a busy gate. */
    private static final int READ_BYTES = 512 * 1024;

    /** Of one entry with its stack trace. */
    private static final int MOST_CHARS = 8_000;

    private static final Pattern ENTRY =
            Pattern.compile(
                    "(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}) (\\w+) +(\\S+) (.*)");

    private LogTail() {}

    /**
     * The last entries, newest first; none where there is no such file.
     *
     * @throws IOException when it cannot be read
     */
    public static List<LogLine> read(Path file, int limit) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        return parse(end(file), limit);
    }

    private static String end(Path file) throws IOException {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, in.length() - READ_BYTES);
            in.seek(from);
            byte[] bytes = new byte[(int) Math.min(READ_BYTES, in.length() - from)];
            in.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            return from == 0 ? text : text.substring(text.indexOf('\n') + 1);
        }
    }

    /** Lines that begin no entry belong to the one before. */
    static List<LogLine> parse(String text, int limit) {
        var entries = new ArrayList<LogLine>();
        for (String line : text.lines().toList()) {
            Matcher begin = ENTRY.matcher(line);
            if (begin.matches()) {
                entries.add(
                        new LogLine(
                                begin.group(1),
                                level(begin.group(2)),
                                begin.group(3),
                                begin.group(4)));
            } else if (!entries.isEmpty()) {
                LogLine last = entries.removeLast();
                entries.add(
                        last.text().length() > MOST_CHARS
                                ? last
                                : new LogLine(
                                        last.at(),
                                        last.level(),
                                        last.source(),
                                        last.text() + "\n" + line));
            }
        }
        Collections.reverse(entries);
        return List.copyOf(entries.subList(0, Math.min(limit, entries.size())));
    }

    private static LogLine.Level level(String word) {
        return switch (word) {
            case "ERROR" -> LogLine.Level.ERROR;
            case "WARN" -> LogLine.Level.WARN;
            default -> LogLine.Level.INFO;
        };
    }
}
