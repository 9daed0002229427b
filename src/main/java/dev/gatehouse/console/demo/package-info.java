/**
 * The bar of levers that a demonstration has: what befalls a central is seen in the panes, not
 * here. FX thread only, but for asking how the centrals are. Must not know how a lever is pulled.
 */
@NullMarked
package dev.gatehouse.console.demo;

import org.jspecify.annotations.NullMarked;
