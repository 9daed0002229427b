package dev.gatehouse.console.gate;

import org.jspecify.annotations.Nullable;

/**
 * What the driver gives, as it is typed. Immutable.
 *
 * @param dong in đồng; null while nothing is typed
 */
record Cash(@Nullable Long dong) {
    static final Cash NONE = new Cash((Long) null);

    /** The dearest stay and a note over it have eight digits; nine make a slip visible. */
    private static final long MOST = 999_999_999;

    boolean isEmpty() {
        return dong == null;
    }

    /**
     * What is typed after one more key.
     *
     * @param character a digit, or {@code *} for just the fee
     */
    Cash with(String character, long feeDong) {
        if (character.equals("*")) {
            return new Cash(feeDong);
        }
        if (character.length() != 1 || character.charAt(0) < '0' || character.charAt(0) > '9') {
            return this;
        }
        long next = (dong == null ? 0 : dong * 10) + character.charAt(0) - '0';
        return next > MOST ? this : new Cash(next);
    }

    /** Without its last digit. */
    Cash shorter() {
        return dong == null || dong < 10 ? NONE : new Cash(dong / 10);
    }

    /** What he gets back; null where it is not known, or he has to give more. */
    @Nullable Long change(long feeDong) {
        return dong == null || dong < feeDong ? null : (Long) (dong - feeDong);
    }
}
