package dev.gatehouse.field;

/** A system cannot be measured here; its message says why, and what to install. */
final class Absent extends Exception {
    private static final long serialVersionUID = 1;

    Absent(String why) {
        super(why);
    }

    @Override
    public String toString() {
        return "not here: " + getMessage();
    }
}
