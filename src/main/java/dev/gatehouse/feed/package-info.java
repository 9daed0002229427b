/**
 * What just happened, published only after commit and in commit order, to each listener one after
 * the other on a given executor: one that is slow loses notices and is told so. Must not know what
 * the notices are about.
 */
@NullMarked
package dev.gatehouse.feed;

import org.jspecify.annotations.NullMarked;
