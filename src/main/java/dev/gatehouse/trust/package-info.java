/**
 * The node's key and signatures. Any thread; the key is read once at the start. Must not know what
 * is signed or why.
 */
@NullMarked
package dev.gatehouse.trust;

import org.jspecify.annotations.NullMarked;
