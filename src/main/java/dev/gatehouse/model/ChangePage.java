package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Corrections and voids that a {@link ChangeQuery} found.
 *
 * @param changes latest first; fewer than there is room for where the entry of one is not known
 * @param next where the next page begins, null behind the last
 */
public record ChangePage(List<HistoryChange> changes, ChangeQuery.@Nullable Place next) {}
