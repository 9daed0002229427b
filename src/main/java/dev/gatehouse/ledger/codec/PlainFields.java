package dev.gatehouse.ledger.codec;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/**
 * The fields of a payload whose values are at hand, as they are in a block: no text is parsed. They
 * mean what {@link JsonFields} of the same payload means; what only a parser can say is {@link
 * Unlike}, and then the payload is to be parsed.
 */
final class PlainFields extends Fields {
    /** A value that a parser is to be asked for. */
    static final class Unlike extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unlike(String field) {
            super(field, null, false, false);
        }
    }

    private final PlainValues values;

    PlainFields(PlainValues values) {
        this.values = values;
    }

    @Override
    boolean isThere(String field) {
        return values.value(field) != null;
    }

    @Override
    @Nullable String loose(String field) {
        return values.value(field) instanceof String text ? text : null;
    }

    @Override
    @Nullable Long whole(String field) {
        return switch (values.value(field)) {
            case Long number -> number;
            case Double _ -> throw new Unlike(field); // it may be a whole one all the same
            case null, default -> null;
        };
    }

    @Override
    @Nullable Integer looseInt(String field) {
        Long number = whole(field);
        return number != null && number == number.intValue() ? number.intValue() : null;
    }

    @Override
    @Nullable Long looseLong(String field) {
        return whole(field);
    }

    @Override
    @Nullable Double number(String field) {
        return values.value(field) instanceof Number number ? number.doubleValue() : null;
    }

    @Override
    @Nullable Boolean flag(String field) {
        return values.value(field) instanceof Boolean flag ? flag : null;
    }

    @Override
    <T> List<T> list(String field, int least, Function<Fields, T> element) {
        throw new Unlike(field);
    }
}
