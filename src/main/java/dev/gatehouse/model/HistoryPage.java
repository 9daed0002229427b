package dev.gatehouse.model;

import java.util.List;

/**
 * Visits that a {@link HistoryQuery} found, and the day's figures.
 *
 * @param visits newest first
 * @param stats of the moment of the query
 */
public record HistoryPage(List<Visit> visits, DayStats stats) {}
