/**
 * What stands before each barrier of this booth, and why: a car from its first report until
 * somebody decides, it is gone, or its time is over. Must not know how a passage is written, and
 * reads nothing: what is known of a car comes with its report.
 */
@NullMarked
package dev.gatehouse.lane;

import org.jspecify.annotations.NullMarked;
