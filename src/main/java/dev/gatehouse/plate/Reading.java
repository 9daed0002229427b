package dev.gatehouse.plate;

import dev.gatehouse.model.Plate;

/** What a raw text turned out to be. */
public sealed interface Reading {
    /** The text is a plate. */
    record Read(Plate plate) implements Reading {}

    /**
     * The text cannot be a plate.
     *
     * @param value the text, without control characters and cut to what fits in a message
     * @param expected what would have been taken
     */
    record Refused(String value, String expected) implements Reading {
        /** One line for an answer or a log: the value and the expectation. */
        public String why() {
            return "'" + value + "' is no plate; expected " + expected;
        }
    }
}
