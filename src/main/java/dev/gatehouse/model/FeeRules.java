package dev.gatehouse.model;

/**
 * What a stay costs.
 *
 * @param freeMinutes minutes that are deducted before charging, 0 or more
 * @param dongPerHour đồng for each hour begun after them, 0 or more
 */
public record FeeRules(int freeMinutes, long dongPerHour) {}
