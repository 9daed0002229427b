package dev.gatehouse.model;

import java.util.List;

/**
 * Whether the node can do its work.
 *
 * @param checks each part by itself
 */
public record Health(List<Check> checks) {
    /** How one part stands. */
    public enum Code {
        OK,
        /** Being tried for the first time; nothing is wrong yet. */
        PENDING,
        /** Arguments: address, port. */
        PORT_TAKEN,
        /** No network of this PC has the address. Arguments: address, port. */
        ADDRESS_MISSING,
        /** The operating system does not give the port to this user. Arguments: address, port. */
        NOT_ALLOWED,
        /** The own address is a name that nothing knows. Argument: the name. */
        UNKNOWN_HOST,
        /** Argument: which {@link StoreTrouble} it is, by its name. */
        STORE_CANNOT_WRITE,
        /**
         * The last accepted configuration is used. Arguments: how many slips, the first in full,
         * where the file is.
         */
        CONFIG_SLIP,
        /** None of these; the log says more. */
        FAILED;

        private boolean isFine() {
            return this == OK || this == PENDING;
        }
    }

    /**
     * One part.
     *
     * @param name {@code store}, {@code api}, {@code p2p} or {@code config}
     * @param ok whether nothing is wrong with it
     * @param detail for the log and the API, in English; empty where there is nothing to say
     * @param code the same for programs, and for windows in other languages
     * @param args what the code is about, as listed there
     */
    public record Check(String name, boolean ok, String detail, Code code, List<String> args) {
        public Check {
            if (ok != code.isFine()) {
                throw new IllegalArgumentException(name + " cannot be ok=" + ok + " and " + code);
            }
        }

        /** A part that works. */
        public static Check well(String name) {
            return new Check(name, true, "", Code.OK, List.of());
        }

        /** A part that is being tried for the first time. */
        public static Check pending(String name) {
            return new Check(name, true, "", Code.PENDING, List.of());
        }

        /** A part that does not work. */
        public static Check broken(String name, Code code, String detail, String... args) {
            return new Check(name, false, detail, code, List.of(args));
        }
    }

    /** Whether events can be taken and kept: the store works. Peers do not count. */
    public boolean ready() {
        return checks.stream().filter(c -> c.name().equals("store")).allMatch(Check::ok);
    }
}
