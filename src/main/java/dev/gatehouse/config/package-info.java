/**
 * Reads and validates config.json into records, and keeps the last accepted copy. Runs on the
 * caller's thread; must not know what the values are used for.
 */
@NullMarked
package dev.gatehouse.config;

import org.jspecify.annotations.NullMarked;
