package dev.gatehouse.door;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One thing that is proven of a node.
 *
 * @param name what holds, in plain words
 * @param check throws where it does not hold; its message says what was seen
 */
record Row(String name, Check check) {
    /** Characters of what was seen of one input: who reads a line wants its beginning. */
    private static final int LONGEST = 240;

    /** Inputs that a line tells of; the others are only counted. */
    private static final int TOLD = 3;

    /** Fails by an exception or an assertion. */
    interface Check {
        void run() throws Exception;
    }

    /** Fails likewise, for one input of several. */
    interface CheckOf<T> {
        void run(T input) throws Exception;
    }

    /** A row that holds where it holds for every input; it names those for which it does not. */
    static <T> Row each(String name, List<T> inputs, CheckOf<T> check) {
        return new Row(
                name,
                () -> {
                    var seen = new ArrayList<String>();
                    for (T input : inputs) {
                        String failure = failure(check, input);
                        if (!failure.isEmpty()) {
                            seen.add("<" + input + "> " + failure);
                        }
                    }
                    if (!seen.isEmpty()) {
                        throw new AssertionError(
                                String.format(
                                        Locale.ROOT,
                                        "%d of %d: %s",
                                        seen.size(),
                                        inputs.size(),
                                        seen.stream()
                                                .limit(TOLD)
                                                .collect(Collectors.joining("; "))));
                    }
                });
    }

    /** What was seen where the row does not hold, on one line; empty where it holds. */
    String failure() {
        try {
            check.run();
            return "";
        } catch (Exception | AssertionError e) {
            return line(e);
        }
    }

    private static <T> String failure(CheckOf<T> check, T input) {
        try {
            check.run(input);
            return "";
        } catch (Exception | AssertionError e) {
            String line = line(e);
            return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
        }
    }

    /** What was expected comes before what it was expected of, which may be a long answer. */
    private static String line(Throwable e) {
        String told = e instanceof AssertionError ? String.valueOf(e.getMessage()) : e.toString();
        return told.replaceAll("[\\s\\p{Cntrl}]+", " ")
                .strip()
                .replaceFirst("^\\[(.*)] (?=[Ee]xpect)(.*)$", "$2, of: $1");
    }
}
