package dev.gatehouse.sync.original;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;

/**
 * A fact that an original told.
 *
 * @param central where it happened
 */
public record Happened(CentralId central, Fact fact) {}
