/**
 * What just happened, published only after commit, in commit order, on one thread that never
 * blocks: a listener that is slow loses notices and is told so. Must not know what the notices are
 * about.
 */
@NullMarked
package dev.gatehouse.feed;

import org.jspecify.annotations.NullMarked;
