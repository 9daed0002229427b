package dev.gatehouse.console.gate;

/** What is to be done with a car. */
enum Task {
    /** Enter lets it in. */
    LET_IN,
    /** Enter lets it out, once its fee is settled. */
    LET_OUT,
    /** Its exit is written; Enter books its fee. */
    PAY,
    /** The passage of the car is written; Enter puts its card away. */
    DONE,
    /** It is to come in and is inside; a person says which of the ways it is. */
    ALREADY_INSIDE,
    /** It is to leave and is not inside; a person finds it, or says why it leaves. */
    NO_ENTRY,
    /** A person reads its plate. */
    UNREAD,
    /** It is not to pass before a person has looked at it. */
    BLOCKED,
    /** A sender wanted it to go a way that the lane does not. */
    AGAINST_LANE,
    /** Its report was not written; Enter tries again. */
    NOT_WRITTEN
}
