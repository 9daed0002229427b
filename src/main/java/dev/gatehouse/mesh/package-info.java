/**
 * Peers over WebSocket: who is dialled, who may come in, links, frames, round trips and clock
 * offsets. One thread reads each link; one timer dials and watches for silence. Must not know what
 * a frame is about beyond its envelope.
 */
@NullMarked
package dev.gatehouse.mesh;

import org.jspecify.annotations.NullMarked;
