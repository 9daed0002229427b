/**
 * Pictures of cars as files by their hash, within days and room; a picture may be lost, and no car
 * ever waits for one. Must not know what a picture is of, nor that there are peers.
 */
@NullMarked
package dev.gatehouse.picture;

import org.jspecify.annotations.NullMarked;
