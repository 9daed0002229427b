/**
 * The program as it is started: its commands, its exit codes and where its log goes. Runs on the
 * main thread, and in the shutdown hook. Must not know how the node or the window does its work; no
 * package may know this one.
 */
@NullMarked
package dev.gatehouse.cli;

import org.jspecify.annotations.NullMarked;
