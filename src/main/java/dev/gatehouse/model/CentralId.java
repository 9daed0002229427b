package dev.gatehouse.model;

import java.util.regex.Pattern;

/**
 * The name of a central, such as {@code central-1}: 1 to 40 letters, digits and dashes. No
 * underscore, because an {@code event_id} is split at it.
 *
 * @param value the name as written in the configuration and on the wire
 */
public record CentralId(String value) implements Comparable<CentralId> {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,39}");

    /**
     * @throws IllegalArgumentException when {@code value} is not of that shape
     */
    public CentralId {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "central id '" + value + "': expected 1 to 40 letters, digits and dashes");
        }
    }

    public static boolean isValid(String value) {
        return SHAPE.matcher(value).matches();
    }

    @Override
    public int compareTo(CentralId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
