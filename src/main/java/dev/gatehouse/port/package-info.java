/**
 * The narrow interfaces through which the window and the HTTP API call the node. Any thread may
 * call them; nothing here blocks for longer than a read of the database. Must not know how any of
 * it is done.
 */
@NullMarked
package dev.gatehouse.port;

import org.jspecify.annotations.NullMarked;
