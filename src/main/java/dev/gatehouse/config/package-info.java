/**
 * The data folder and config.json: finds them, holds the folder, reads and validates the file into
 * records, and keeps the last accepted copy. Runs on the caller's thread and blocks for small files
 * only; no state but the held folders. Must not know what the values are used for.
 */
@NullMarked
package dev.gatehouse.config;

import org.jspecify.annotations.NullMarked;
