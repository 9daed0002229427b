/**
 * The operator's window: header, tabs, message line and key strip around the screens that are
 * built. Everything visible lives on the FX thread; the node is called on other threads only. Must
 * not know how the node does its work: it sees {@code port}, {@code feed} and {@code model}.
 */
@NullMarked
package dev.gatehouse.console;

import org.jspecify.annotations.NullMarked;
