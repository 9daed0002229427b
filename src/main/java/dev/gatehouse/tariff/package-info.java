/**
 * From two instants and a rule set to đồng and an explanation. Pure functions with integers only;
 * must not know of visits, zones or money already paid.
 */
@NullMarked
package dev.gatehouse.tariff;

import org.jspecify.annotations.NullMarked;
