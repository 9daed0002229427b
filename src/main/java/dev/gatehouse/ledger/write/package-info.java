/**
 * The one writer: requests of this booth and pages of peers become transactions, one after the
 * other, in turns on the executor that it is given. Merging, forks, erasing and repairing are here.
 * Nothing else in the program opens a transaction of a ledger that is in use.
 */
@NullMarked
package dev.gatehouse.ledger.write;

import org.jspecify.annotations.NullMarked;
