/**
 * Gatehouse measured against the field: processes, real sockets, the same rows for all, beside what
 * SQLite alone takes for them. {@code mvn -q -Pfield}; nothing here is a test that is timed, and
 * nothing of a rival is on the class path: each runs as a process of its own, from {@code
 * src/field}. Must not use anything of Gatehouse's sync but its processes.
 */
@NullMarked
package dev.gatehouse.field;

import org.jspecify.annotations.NullMarked;
