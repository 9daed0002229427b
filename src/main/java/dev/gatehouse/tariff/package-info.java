/**
 * From two instants and a rule set to đồng, and a stay in words. Pure functions with integers only,
 * on the caller's thread. Must not know of visits, zones or money already paid.
 */
@NullMarked
package dev.gatehouse.tariff;

import org.jspecify.annotations.NullMarked;
