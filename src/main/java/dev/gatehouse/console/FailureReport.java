package dev.gatehouse.console;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/**
 * A failure as the operator hands it on.
 *
 * @param code short, the same for the same failure, and in the log beside the stack trace
 * @param message in the words of whoever failed
 * @param trace where it happened, for whoever is called for help
 */
record FailureReport(String code, String message, String trace) {
    /** What a mail or a note can take; the rest is in the log. */
    private static final int TRACE_LINES = 60;

    /** The node did not open. */
    static FailureReport ofOpening(@Nullable Throwable failure) {
        return of("OPEN", failure);
    }

    /** The window itself failed at something. */
    static FailureReport ofWindow(Throwable failure) {
        return of("WIN", failure);
    }

    private static FailureReport of(String what, @Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause == null) {
            return new FailureReport(what + "-0000", "", "");
        }
        int where = cause.getClass().getName().hashCode();
        if (cause.getStackTrace().length > 0) {
            StackTraceElement top = cause.getStackTrace()[0];
            where = 31 * where + (top.getClassName() + top.getMethodName()).hashCode();
        }
        String code = String.format(Locale.ROOT, "%s-%04X", what, where & 0xFFFF);
        String message = cause.getMessage();
        return new FailureReport(
                code,
                message == null || message.isBlank() ? cause.toString() : message,
                trace(cause));
    }

    private static String trace(Throwable cause) {
        var text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return text.toString().lines().limit(TRACE_LINES).collect(Collectors.joining("\n"));
    }

    /**
     * All of it as text, to be put into a mail; in English, as the log is.
     *
     * @param at when it was
     * @param version of the program; null where it is not known yet
     */
    String details(Instant at, @Nullable String version) {
        return "Gatehouse "
                + (version == null ? "" : version + " ")
                + code
                + "\n"
                + at.truncatedTo(ChronoUnit.SECONDS)
                + " · "
                + System.getProperty("os.name")
                + " "
                + System.getProperty("os.version")
                + " "
                + System.getProperty("os.arch")
                + " · Java "
                + System.getProperty("java.version")
                + "\n"
                + message
                + "\n\n"
                + trace
                + "\n";
    }
}
