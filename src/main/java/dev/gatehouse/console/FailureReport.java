package dev.gatehouse.console;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.concurrent.CompletionException;

/**
 * A failure as the operator hands it on.
 *
 * @param code short, the same for the same failure, and in the log beside the stack trace
 * @param message in the words of whoever failed
 */
record FailureReport(String code, String message) {
    static FailureReport of(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause == null) {
            return new FailureReport("OPEN-0000", "");
        }
        int where = cause.getClass().getName().hashCode();
        if (cause.getStackTrace().length > 0) {
            StackTraceElement top = cause.getStackTrace()[0];
            where = 31 * where + (top.getClassName() + top.getMethodName()).hashCode();
        }
        String code = String.format(Locale.ROOT, "OPEN-%04X", where & 0xFFFF);
        String message = cause.getMessage();
        return new FailureReport(
                code, message == null || message.isBlank() ? cause.toString() : message);
    }
}
