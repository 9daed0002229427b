/**
 * What is missing where, and how to get it: claims, asks, pages, live events, and the proof that
 * two nodes hold the same. One thread decides; pages are read and hashed elsewhere. Must not know
 * what an event says.
 */
@NullMarked
package dev.gatehouse.sync;

import org.jspecify.annotations.NullMarked;
