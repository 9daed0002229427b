package dev.gatehouse.console.text;

import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Review;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.WritableValue;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;

/**
 * Words and figures in the present language. Texts are {@link MessageFormat} patterns of the
 * bundles {@code text_vi} and {@code text_en}; numbers given as numbers are grouped as the language
 * does. FX thread only.
 */
public final class Words {
    private final ReadOnlyObjectWrapper<Language> language;
    private final Map<Language, ResourceBundle> bundles = new EnumMap<>(Language.class);

    public Words(Language first) {
        language = new ReadOnlyObjectWrapper<>(first);
        for (Language each : Language.values()) {
            bundles.put(each, read("/dev/gatehouse/console/text_" + each.code() + ".properties"));
        }
    }

    private static ResourceBundle read(String path) {
        try (var in = Objects.requireNonNull(Words.class.getResourceAsStream(path), path);
                var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return new PropertyResourceBundle(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("the texts " + path + " cannot be read", e);
        }
    }

    public ReadOnlyObjectProperty<Language> languageProperty() {
        return language.getReadOnlyProperty();
    }

    public Language language() {
        return language.get();
    }

    /** Switches everything that is bound, at once. */
    public void use(Language next) {
        language.set(next);
    }

    /**
     * @throws java.util.MissingResourceException when no bundle has the key
     */
    public String get(String key, Object... args) {
        String pattern = bundle().getString(key);
        return new MessageFormat(pattern, language().locale()).format(args);
    }

    /** Keeps a text in the present language. */
    public void bind(WritableValue<String> target, String key) {
        onChange(() -> target.setValue(get(key)));
    }

    /** Runs now and after every change of language. */
    public void onChange(Runnable render) {
        language.addListener((_, _, _) -> render.run());
        render.run();
    }

    public String number(long value) {
        return NumberFormat.getIntegerInstance(language().locale()).format(value);
    }

    /** {@code ?} for what is not known: never 0. */
    public String numberOrUnknown(@Nullable Long value) {
        return value == null ? unknown() : number(value);
    }

    /** A plate as people read it; of a car that passed unread, words. */
    public String plate(Plate plate) {
        return plate.isUnread() ? get("app.unread") : plate.view();
    }

    /** Why a person must look at a visit. */
    public String review(Review review) {
        return get(
                switch (review) {
                    case UNREAD -> "review.unread";
                    case NO_ENTRY -> "review.noEntry";
                    case EXIT_BEFORE_ENTRY -> "review.exitBeforeEntry";
                    case CLOCK -> "review.clock";
                    case STAY -> "review.stay";
                    case SAME_SECOND -> "review.sameSecond";
                    case EXIT_UNKNOWN -> "review.exitUnknown";
                });
    }

    public String unknown() {
        return get("app.unknown");
    }

    /** {@code 75.000 ₫} or {@code 75,000 VND}. */
    public String dong(long value) {
        return get("app.money", number(value));
    }

    /** Signed, in seconds with one digit after the point: {@code +0,1 s}. */
    public String offset(double milliseconds) {
        double tenths = Math.rint(milliseconds / 100) / 10;
        NumberFormat format = NumberFormat.getNumberInstance(language().locale());
        format.setMinimumFractionDigits(1);
        format.setMaximumFractionDigits(1);
        String sign = tenths > 0 ? "+" : tenths < 0 ? "−" : "";
        return get("time.seconds", sign + format.format(Math.abs(tenths)));
    }

    /** Coarse, in at most two units: {@code 3 giờ 15 phút}, {@code 33 phút}, {@code 12 s}. */
    public String span(Duration span) {
        if (span.toDays() > 0) {
            return get("time.daysHours", span.toDays(), span.toHoursPart());
        }
        if (span.toHours() > 0) {
            return get("time.hoursMinutes", span.toHours(), span.toMinutesPart());
        }
        if (span.toMinutes() > 0) {
            return get("time.minutes", span.toMinutes());
        }
        return get("time.seconds", number(Math.max(0, span.toSeconds())));
    }

    /** The length of a stay: a span in which seconds do not count. */
    public String stay(Duration stay) {
        return stay.toMinutes() > 0 ? span(stay) : get("time.underMinute");
    }

    /** The code of a digest in two groups of four, as people read it to each other. */
    public static String code(Hash digest) {
        String code = digest.code();
        return code.substring(0, 4) + " " + code.substring(4);
    }

    private ResourceBundle bundle() {
        return Objects.requireNonNull(bundles.get(language()));
    }
}
