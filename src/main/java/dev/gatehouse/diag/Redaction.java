package dev.gatehouse.diag;

import java.util.regex.Pattern;

/** Takes out of a text what is nobody's business. Pure functions. */
final class Redaction {
    private static final String START = "(?<![0-9A-Za-zĐ])";
    private static final String END = "(?![0-9A-Za-zĐ])";

    /** Plates as cameras write them and as people read them; rather one too many than one less. */
    private static final Pattern PLATE =
            Pattern.compile(
                    START
                            + "(?:\\d{2}[- ]?[A-ZĐ]{1,2}\\d?[- .]?\\d{3}\\.?\\d{1,2}"
                            + "|\\d{2}-?\\d{3}-?(?:NG|QT|NN|CV)-?\\d{2}"
                            + "|[A-Z]{2}-?\\d{2}-?\\d{2}"
                            + "|T\\d{2}[- ]?\\d{3}\\.?\\d{2})"
                            + END);

    private static final Pattern SECRET =
            Pattern.compile(
                    "(\"[^\"]*(?:secret|token|password|pass_?word|pin|key)[^\"]*\"\\s*:\\s*)"
                            + "(\"(?:[^\"\\\\]|\\\\.)*\"|[^,}\\]\\s]+)",
                    Pattern.CASE_INSENSITIVE);

    private Redaction() {}

    /** The same without licence plates. */
    static String plates(String text) {
        return PLATE.matcher(text).replaceAll("[plate]");
    }

    /** The same JSON without the values of what is named a secret. */
    static String secrets(String json) {
        return SECRET.matcher(json).replaceAll("$1\"[removed]\"");
    }
}
