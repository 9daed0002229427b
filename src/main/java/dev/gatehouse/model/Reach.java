package dev.gatehouse.model;

import java.util.List;

/** What came of trying to reach a peer. */
public sealed interface Reach {
    /**
     * A node answered as the peer that it was taken for.
     *
     * @param milliseconds from the call to its first word
     */
    record Answered(long milliseconds) implements Reach {}

    /**
     * It did not.
     *
     * @param code for programs, and for windows in other languages
     * @param args what the code is about: where it was tried, and what else is listed there
     * @param why in English, with what to check
     */
    record Failed(Code code, List<String> args, String why) implements Reach {
        public Failed(Code code, String why, String... args) {
            this(code, List.of(args), why);
        }
    }

    /** No such peer is configured. */
    record UnknownPeer() implements Reach {}

    /** Why not. */
    enum Code {
        /** The PC is there, and nothing listens at the port. */
        REFUSED,
        /** There is no way to the address, or it is no known name. */
        UNREACHABLE,
        /** Nothing answers at all: off, or behind a firewall. */
        TIMEOUT,
        /** Something answers that is no central. */
        NOT_A_CENTRAL,
        /** It may be an original, which says nothing at first; or another program. */
        ORIGINAL,
        /** Another central answers there. Second argument: as which. */
        OTHER_CENTRAL
    }
}
