/**
 * The words of the car park: events, visits, streams, clocks, peers, and the outcomes of asking for
 * something. Records and sealed types only; no thread runs here, and nothing here knows of SQL,
 * JSON, sockets or windows.
 */
@NullMarked
package dev.gatehouse.model;

import org.jspecify.annotations.NullMarked;
