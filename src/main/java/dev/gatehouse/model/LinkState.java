package dev.gatehouse.model;

import java.time.Instant;
import java.util.List;

/** How the way to a peer stands. */
public sealed interface LinkState {
    /** Never tried yet, or nothing known. */
    record Unknown() implements LinkState {}

    /**
     * Being dialled.
     *
     * @param attempt the number of this try since the link was last up, from 1
     * @param nextTry when it is tried again if this one fails
     */
    record Connecting(int attempt, Instant nextTry) implements LinkState {}

    /** Up, and the peer has said who it is. */
    record Connected(Instant since) implements LinkState {}

    /** Was up once and is not now. */
    record Disconnected(Instant since, int attempt, Instant nextTry) implements LinkState {}

    /** Up, but what comes over it cannot be used. */
    record Refused(Instant since, Refusal why) implements LinkState {
        /** In English, naming what is wrong and what to do. */
        public String reason() {
            return why.detail();
        }
    }

    /**
     * Somebody does not want it: neither dialled nor let in, and never counted as identical.
     *
     * @param since when that was said
     * @param until when it ends by itself
     * @param by who said it
     * @param reason why, in his words
     */
    record Paused(Instant since, Instant until, String by, String reason) implements LinkState {}

    /**
     * Why a link cannot be used.
     *
     * @param code for programs, and for windows in other languages
     * @param args what the code is about, as listed there
     * @param detail for the log and the API, in English
     */
    record Refusal(Code code, List<String> args, String detail) {
        /** What is wrong. */
        public enum Code {
            /** Arguments: the address, who was expected there, who answers. */
            WRONG_ID,
            /** It is not configured here. Argument: who it is. */
            UNKNOWN_CENTRAL,
            /** The address leads back to this node. */
            SELF,
            /** Another booth has the name of this one. Argument: the name. */
            SAME_ID,
            /** Frames come faster than they can be read. */
            FLOOD,
            /** Argument: the address. */
            NOT_DIALLABLE,
            /** None of these; the log says more. */
            OTHER
        }

        public Refusal(Code code, String detail, String... args) {
            this(code, List.of(args), detail);
        }
    }
}
