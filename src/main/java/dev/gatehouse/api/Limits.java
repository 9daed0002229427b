package dev.gatehouse.api;

import java.time.Duration;

/**
 * What one caller may cost.
 *
 * @param answer how long a request waits for the node before it is told 503
 * @param body how long a body may take to arrive
 * @param idle how long a connection may be silent
 * @param stop how long {@link Api#close} lets requests finish
 * @param connections open at once on one address
 */
record Limits(Duration answer, Duration body, Duration idle, Duration stop, int connections) {
    /**
     * 10 s: a barrier that has not moved by then has a driver calling. 30 s idle: longer than a
     * page's polling, so its connection is kept. 256 connections: ten booths with eight cameras and
     * a page of six connections each make 140; as many again, and still far below the 1,024 files
     * that Linux gives a process, of which the store and the mesh need theirs. They are counted for
     * each address by itself, so that a flood from the LAN does not lock out the booth's own
     * cameras on the loopback.
     */
    static final Limits DEFAULT =
            new Limits(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(1),
                    256);
}
