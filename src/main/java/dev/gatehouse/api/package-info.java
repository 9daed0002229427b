/**
 * The HTTP API of the original central: JSON in and out, on Javalin. Each request runs on a virtual
 * thread of its own and may wait there for a port's future; Jetty's few platform threads only
 * accept and select. The shapes of the JSON live only here. Must not know how events are stored or
 * synced, nor that there is a window.
 */
@NullMarked
package dev.gatehouse.api;

import org.jspecify.annotations.NullMarked;
