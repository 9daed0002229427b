package dev.gatehouse.api;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonToken;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * What devices mean by the figures that they write: 93, "0,93" and "93%" are the same share. Pure
 * functions; null where nobody can tell.
 */
final class Figures {
    /** Characters of a figure in a text; a double in full has 24. */
    private static final int MAX_TEXT = 60;

    /** What a float or a rounding of some decimals puts a share beyond its bounds. */
    private static final double ROUNDING = 0.001;

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?");

    /** A whole number as programs write it; with zeros before it, it is a name. */
    private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9][0-9]{0,18})(?:\\.0+)?");

    private Figures() {}

    /** A share from 0 to 1, which may be given in percent. */
    static @Nullable Double share(Body.Value value) {
        if (value.token().isNumeric()) {
            return scaled(value.text());
        }
        String text = value.text().strip();
        if (value.token() != JsonToken.VALUE_STRING || text.length() > MAX_TEXT) {
            return null;
        }
        boolean percent = text.endsWith("%");
        String bare = percent ? text.substring(0, text.length() - 1).strip() : text;
        String number = bare.indexOf('.') < 0 ? bare.replace(',', '.') : bare;
        if (!NUMBER.matcher(number).matches()) {
            return null;
        }
        return percent ? within(hundredth(number)) : scaled(number);
    }

    private static @Nullable Double scaled(String number) {
        double told;
        try {
            told = Double.parseDouble(number);
        } catch (NumberFormatException e) { // a spelling of infinity that Java does not know
            return null;
        }
        boolean percent = told > 1 + ROUNDING && told <= 100 * (1 + ROUNDING);
        return within(percent ? hundredth(number) : told);
    }

    /** Exact, so that 93.7 is not 0.9370000000000001. */
    private static double hundredth(String number) {
        return new BigDecimal(number).movePointLeft(2).doubleValue();
    }

    private static @Nullable Double within(double share) {
        boolean near = share >= -ROUNDING && share <= 1 + ROUNDING;
        return near ? (Double) Math.clamp(share, 0.0, 1.0) : null;
    }

    /** A whole number, which may be written as a text or with a zero behind its point. */
    static @Nullable Long whole(Body.Value value) {
        boolean written = value.token() == JsonToken.VALUE_STRING;
        String text = value.text().strip();
        if (!value.token().isNumeric() && !(written && WHOLE.matcher(text).matches())) {
            return null;
        }
        try {
            return new BigDecimal(text).longValueExact();
        } catch (ArithmeticException e) { // not whole, or over 64 bits
            return null;
        } catch (NumberFormatException e) { // NaN, or an exponent that nobody means
            return null;
        }
    }
}
