package dev.gatehouse.cli;

import java.util.Locale;

/**
 * Keeps the computer's locale out of what is written for machines: numbers in logs have the digits
 * 0 to 9, and libraries fold capital letters as in English. The window has a language of its own.
 */
final class NeutralLocale {
    private NeutralLocale() {}

    /** Sets the defaults of this process; before anything else is loaded. */
    static void use() {
        Locale system = Locale.getDefault();
        if (!"ID".toLowerCase(system).equals("id")) { // Turkish has an i without a dot
            Locale.setDefault(Locale.ENGLISH);
        }
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    }
}
