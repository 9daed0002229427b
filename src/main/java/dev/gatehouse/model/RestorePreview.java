package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a restore is about to do.
 *
 * @param backup what the backup holds
 * @param present what the database holds that it replaces; null where there is none, or none that
 *     can be read
 * @param unreadable why the present database cannot be read; null where it can, or is not there
 * @param losses what the restore does not bring, or why the backup may be incomplete; one each, in
 *     English
 */
public record RestorePreview(
        DatabaseFigures backup,
        @Nullable DatabaseFigures present,
        @Nullable String unreadable,
        List<String> losses) {
    public RestorePreview {
        losses = List.copyOf(losses);
    }

    /** Whether somebody must agree first. */
    public boolean asks() {
        return !losses.isEmpty();
    }
}
