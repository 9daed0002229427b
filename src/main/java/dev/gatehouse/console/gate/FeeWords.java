package dev.gatehouse.console.gate;

import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.Sighting;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How a fee came about, as the driver is told. Pure functions. */
final class FeeWords {
    private FeeWords() {}

    static String of(Sighting.Due due, Words words) {
        FeeRules rules = due.rules();
        List<String> parts = new ArrayList<>();
        boolean costs = due.chargedHours() > 0 || due.cappedDays() > 0;
        if (due.coveredSeconds() > 0 && !costs) {
            return words.get("gate.card.coveredAll");
        }
        if (due.coveredSeconds() > 0) {
            parts.add(
                    words.get(
                            "gate.card.covered",
                            words.stay(Duration.ofSeconds(due.coveredSeconds()))));
        } else if (!costs || due.freeMinutes() > 0) {
            parts.add(
                    words.get(
                            costs ? "gate.card.freeMinutes" : "gate.card.free", due.freeMinutes()));
        }
        if (due.cappedDays() > 0) {
            parts.add(words.get("gate.card.days", due.cappedDays(), words.number(rules.capDong())));
        }
        if (due.chargedHours() > 0) {
            parts.add(
                    words.get(
                            "gate.card.hours",
                            due.chargedHours(),
                            words.number(rules.dongPerHour())));
        }
        String sum = String.join(" + ", parts);
        return due.freeSecondsUsedBefore() > 0 ? words.get("gate.card.freeUsed", sum) : sum;
    }
}
