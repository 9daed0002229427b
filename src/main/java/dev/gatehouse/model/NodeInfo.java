package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.ZoneId;

/**
 * What a node is configured as. All but its id may change while it runs.
 *
 * @param central its id
 * @param siteName the site's or gate's name for the header; the central id where none is configured
 * @param zone the site's time zone, in which people read times
 * @param capacity places in the car park, null where not configured
 * @param version of the program
 * @param host the address of its ports as configured
 * @param p2pPort as configured
 * @param apiPort as configured
 * @param configFile where all of that is written; null where a node was given it without a file
 */
public record NodeInfo(
        CentralId central,
        String siteName,
        ZoneId zone,
        @Nullable Integer capacity,
        String version,
        String host,
        int p2pPort,
        int apiPort,
        @Nullable Path configFile) {}
