package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Locale;

class NeutralLocaleTest {
    private final Locale system = Locale.getDefault();
    private final Locale format = Locale.getDefault(Locale.Category.FORMAT);
    private final Locale display = Locale.getDefault(Locale.Category.DISPLAY);

    @AfterEach
    void giveItBack() {
        Locale.setDefault(system);
        Locale.setDefault(Locale.Category.FORMAT, format);
        Locale.setDefault(Locale.Category.DISPLAY, display);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tr-TR", "az-AZ", "ar-EG", "fa-IR", "hi-IN-u-nu-deva", "vi-VN", "lt-LT"})
    void numbersAndCapitalLettersAreAsInEnglishWhateverTheComputersLocale(String tag) {
        Locale.setDefault(Locale.forLanguageTag(tag));

        NeutralLocale.use();

        assertThat("%d %.1f".formatted(1234, 0.5)).isEqualTo("1234 0.5");
        assertThat("TITLE".toLowerCase(Locale.getDefault())).isEqualTo("title");
        assertThat("title".toUpperCase(Locale.getDefault())).isEqualTo("TITLE");
    }
}
