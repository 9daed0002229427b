package dev.gatehouse.console.text;

import java.util.Locale;

/** A language of the window. */
public enum Language {
    VI(Locale.of("vi", "VN")),
    EN(Locale.UK);

    private final Locale locale;

    Language(Locale locale) {
        this.locale = locale;
    }

    /** How it writes numbers. */
    public Locale locale() {
        return locale;
    }

    /** Lower-case, as in the name of its bundle. */
    public String code() {
        return locale.getLanguage();
    }

    public Language other() {
        return this == VI ? EN : VI;
    }
}
