package dev.gatehouse.api;

/** Why a resync did not start; the name is the code that goes out. */
enum Refusal {
    UNKNOWN_PEER(404, "no such peer is configured"),
    PEER_OFFLINE(409, "no link to it is up; it is compared by itself once it is back"),
    ALREADY_RESYNCING(409, "a resync with it is running already"),
    TOO_MANY_RESYNCS(409, "two resyncs are running already; try again when one has ended");

    private final int status;
    private final String error;

    Refusal(int status, String error) {
        this.status = status;
        this.error = error;
    }

    /** Of HTTP. */
    int status() {
        return status;
    }

    /** For people. */
    String error() {
        return error;
    }
}
