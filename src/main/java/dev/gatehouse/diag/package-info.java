/**
 * What is wrong and for how long: pure rules from the state of the node to conditions, and a book
 * that turns conditions into alarms; the figures for monitoring. One thread of its own looks once a
 * second. Must not know where a state comes from, nor how an alarm is shown.
 */
@NullMarked
package dev.gatehouse.diag;

import org.jspecify.annotations.NullMarked;
