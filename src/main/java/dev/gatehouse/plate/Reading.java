package dev.gatehouse.plate;

import dev.gatehouse.model.Plate;

/** What a raw text turned out to be. */
public sealed interface Reading {
    /** The text is a plate. */
    record Read(Plate plate) implements Reading {}

    /**
     * A device says that it saw a car and could not read its plate: the text is masked, empty, or a
     * word that stands for no plate. Two such texts never name the same car, however equal.
     *
     * @param raw the text, without control characters and cut to what fits in a message; may be
     *     empty
     */
    record Unread(String raw) implements Reading {
        /** One line for an answer or a log. */
        public String why() {
            return "'" + raw + "' says that no plate was read; expected a whole plate";
        }
    }

    /**
     * The text cannot be a plate.
     *
     * @param value the text, without control characters and cut to what fits in a message
     * @param expected what would have been taken; names the character that no plate has, if that is
     *     why
     */
    record Refused(String value, String expected) implements Reading {
        /** One line for an answer or a log: the value and the expectation. */
        public String why() {
            return "'" + value + "' is no plate; expected " + expected;
        }
    }
}
