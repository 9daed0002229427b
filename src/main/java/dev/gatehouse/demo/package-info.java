/**
 * The simulated car park of {@code gatehouse demo}: cars that come and go, and what can befall the
 * centrals that let them through. Runs on a thread of its own for the cars and on a virtual thread
 * for each lever that is pulled. Must not know what a node is made of: whoever knows opens them.
 */
@NullMarked
package dev.gatehouse.demo;

import org.jspecify.annotations.NullMarked;
