/**
 * A stand-in of the original central in both its generations, with the faults by which it loses
 * events: what it says, what it understands, what it keeps. Built from what is known of its wire,
 * so it must not use anything of Gatehouse.
 */
@NullMarked
package dev.gatehouse.original;

import org.jspecify.annotations.NullMarked;
