package dev.gatehouse.ledger.codec;

import org.jspecify.annotations.Nullable;

/** The fields of a payload that is one object of plain values, where they are at hand by name. */
public interface PlainValues {
    /** In place of a value that stands there and is {@code null}. */
    Object NOTHING = new Object();

    /**
     * What stands in a field: a {@link String}, a {@link Long}, another number as a {@link Double},
     * a {@link Boolean} or {@link #NOTHING}; null where there is no such field.
     */
    @Nullable Object value(String field);
}
