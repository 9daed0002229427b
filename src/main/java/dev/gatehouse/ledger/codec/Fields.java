package dev.gatehouse.ledger.codec;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/**
 * The fields of a payload, each within its bounds. What is missing or of another shape throws an
 * {@link IllegalArgumentException} that names the field and what was expected, and not the value,
 * which may name a car.
 */
abstract sealed class Fields permits JsonFields, PlainFields {
    /** Letters of a name, a plate, a time: several times the longest real one. */
    static final int TEXT = 200;

    /** Letters of a person's remark: a short paragraph. */
    static final int REMARK = 500;

    /** Of one list: a payload holds fewer real ones, and this bounds those that are not. */
    static final int ELEMENTS = 1_000;

    /** Of đồng or seconds; larger than any real one, and the sum of a day of them fits a long. */
    static final long AMOUNT = 1_000_000_000_000_000L;

    /** Whether anything stands there. */
    abstract boolean isThere(String field);

    /** Null where there is none, or something else: a camera's words, of which nothing depends. */
    abstract @Nullable String loose(String field);

    /** A whole number that a long holds; null where there is none, or something else. */
    abstract @Nullable Long whole(String field);

    /** A number of a device that an int holds; null where there is none, or something else. */
    abstract @Nullable Integer looseInt(String field);

    /** A number of a device that a long holds; null where there is none, or something else. */
    abstract @Nullable Long looseLong(String field);

    /** Any number; null where there is none, or something else. */
    abstract @Nullable Double number(String field);

    /** Null where there is none, or something else. */
    abstract @Nullable Boolean flag(String field);

    /** At least {@code least} and at most {@link #ELEMENTS}. */
    abstract <T> List<T> list(String field, int least, Function<Fields, T> element);

    final String text(String field) {
        String value = loose(field);
        if (value == null || value.isEmpty() || value.length() > TEXT) {
            throw new IllegalArgumentException(
                    field + ": expected a text of 1 to " + TEXT + " letters");
        }
        return value;
    }

    /** A person's words. */
    final String remark(String field) {
        String value = text(field, REMARK);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(
                    field + ": expected a text of 1 to " + REMARK + " letters");
        }
        return value;
    }

    /** Null where there is none. */
    final @Nullable String text(String field, int most) {
        if (!isThere(field)) {
            return null;
        }
        String value = loose(field);
        if (value == null || value.length() > most) {
            throw new IllegalArgumentException(
                    field + ": expected a text of at most " + most + " letters");
        }
        return value;
    }

    final long amount(String field) {
        return amount(field, -AMOUNT, AMOUNT);
    }

    final long amount(String field, long least, long most) {
        Long value = whole(field);
        if (value == null || value < least || value > most) {
            throw new IllegalArgumentException(
                    field + ": expected a whole number from " + least + " to " + most);
        }
        return value;
    }

    final @Nullable Long optionalAmount(String field, long least, long most) {
        return isThere(field) ? amount(field, least, most) : null;
    }

    /** From 0; 0 where there is none. */
    final long amountOrZero(String field, long most) {
        return isThere(field) ? amount(field, 0, most) : 0;
    }

    /** Whether a mark is set; what else stands there is none. */
    final boolean has(String field) {
        return Boolean.TRUE.equals(flag(field));
    }

    final boolean truth(String field) {
        Boolean value = flag(field);
        if (value == null) {
            throw new IllegalArgumentException(field + ": expected true or false");
        }
        return value;
    }
}
