package dev.gatehouse.console.field;

import dev.gatehouse.model.Plate;

import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;

/**
 * A field for a plate: capitals, digits and the punctuation of plates. Where an input method puts
 * in a marked letter the whole is cleared, since what was meant cannot be told any more; digits can
 * be typed at once.
 */
public final class PlateInput extends TextField {
    /** Characters that fit: the longest plate with all its punctuation, and some. */
    private static final int LONGEST = 32;

    private final Runnable refused;

    /**
     * @param refused run when a marked letter came
     */
    public PlateInput(Runnable refused) {
        this.refused = refused;
        getStyleClass().add("plate-input");
        setTextFormatter(new TextFormatter<>(this::admit));
    }

    /** Whether nothing but digits was typed, as when a person reads the end of a plate. */
    public boolean holdsDigitsOnly() {
        String typed = getText().strip();
        return !typed.isEmpty() && typed.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Whether that plate was typed, with or without its punctuation and the bar of Đ. */
    public boolean spells(Plate plate) {
        return PlateTyping.letters(getText()).equals(PlateTyping.letters(plate.canonical()));
    }

    private TextFormatter.Change admit(TextFormatter.Change change) {
        if (!change.isContentChange()) {
            return change;
        }
        if (PlateTyping.isMarked(change.getText())) {
            change.setRange(0, change.getControlText().length());
            put(change, "");
            refused.run();
            return change;
        }
        String kept = PlateTyping.kept(change.getText());
        int replaced = change.getRangeEnd() - change.getRangeStart();
        int room = LONGEST - (change.getControlText().length() - replaced);
        put(change, kept.substring(0, Math.clamp(room, 0, kept.length())));
        return change;
    }

    private static void put(TextFormatter.Change change, String text) {
        change.setText(text);
        int behind = change.getRangeStart() + text.length();
        change.setCaretPosition(behind);
        change.setAnchor(behind);
    }
}
