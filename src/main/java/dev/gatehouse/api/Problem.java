package dev.gatehouse.api;

import org.jspecify.annotations.Nullable;

/** A request that is answered with an error, thrown wherever that is found out. */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 60;

    private final int status;
    private final String code;

    /**
     * @param status of HTTP
     * @param code short and stable, for programs
     * @param error for people; goes out as it is
     */
    Problem(int status, String code, String error) {
        super(error, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** A field or parameter that cannot be meant. */
    static Problem badField(String field, String got, String expected) {
        return new Problem(
                400, "BAD_FIELD", field + ": got " + shown(got) + ", expected " + expected);
    }

    static Problem missingField(String field, String expected) {
        return new Problem(400, "BAD_FIELD", field + ": missing, expected " + expected);
    }

    /** What somebody sent, cut to a length that a log line and a screen can bear. */
    static String shown(String got) {
        return got.length() <= SHOWN ? "'" + got + "'" : "'" + got.substring(0, SHOWN) + "…'";
    }

    int status() {
        return status;
    }

    ErrorJson json() {
        @Nullable String error = getMessage();
        return new ErrorJson(false, error == null ? code : error, code);
    }

    /** Every error's body. */
    record ErrorJson(boolean success, String error, String code) {}
}
