package dev.gatehouse.gate;

import dev.gatehouse.model.Fact;
import dev.gatehouse.tariff.Covered;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * The passes of one car over the lists that were written, and the times that they pay for. Each
 * line of a list has versions. A version rules from its own first day on; the days before that stay
 * with the version before it, as the driver has paid for them.
 */
final class PassLines {
    /** Where a pass has no last day. */
    private static final Instant EVER = Instant.parse("9999-12-31T00:00:00Z");

    private final ZoneId zone;
    private final List<Line> lines = new ArrayList<>();

    PassLines(ZoneId zone) {
        this.zone = zone;
    }

    /** Days of one version that no later one rules. */
    private record Span(Instant from, Instant to, Fact.Pass pass) {
        boolean holds(Instant moment) {
            return !moment.isBefore(from) && moment.isBefore(to);
        }

        Span before(Instant end) {
            return to.isAfter(end) ? new Span(from, end, pass) : this;
        }
    }

    /** One pass: its newest version, and whether the newest list has it. */
    private static final class Line {
        private Fact.Pass newest;
        private boolean listed = true;
        private List<Span> spans = List.of();

        Line(Fact.Pass first) {
            newest = first;
        }

        void endAt(Instant end) {
            spans =
                    spans.stream()
                            .filter(span -> span.from().isBefore(end))
                            .map(span -> span.before(end))
                            .toList();
        }
    }

    /**
     * Another list takes the place of the one before.
     *
     * @param passes those of this car
     * @param written when; a pass that it lacks, or that is inactive in it, pays up to that moment:
     *     until then the driver could not know
     */
    void replace(List<Fact.Pass> passes, Instant written) {
        var gone = new ArrayList<>(lines);
        var added = new ArrayList<Fact.Pass>();
        for (Fact.Pass pass : passes) {
            Line same = find(gone, pass.id());
            if (same == null) {
                added.add(pass);
            } else {
                gone.remove(same);
                change(same, pass, written);
            }
        }
        gone.removeIf(line -> !line.listed);
        for (Fact.Pass pass : added) {
            // a pass that goes as another of the same car comes is renewed under another number
            Line renewed = gone.isEmpty() ? new Line(pass) : gone.removeFirst();
            if (!lines.contains(renewed)) {
                lines.add(renewed);
                pay(renewed, pass, written);
            } else {
                change(renewed, pass, written);
            }
        }
        for (Line line : gone) {
            line.listed = false;
            line.endAt(written);
        }
    }

    private static @Nullable Line find(List<Line> lines, long id) {
        return lines.stream().filter(line -> line.newest.id() == id).findFirst().orElse(null);
    }

    private void change(Line line, Fact.Pass next, Instant written) {
        if (!line.listed || !line.newest.equals(next)) {
            line.newest = next;
            line.listed = true;
            pay(line, next, written);
        }
    }

    private void pay(Line line, Fact.Pass pass, Instant written) {
        LocalDate first = PassIndex.date(pass.startDate());
        LocalDate last = PassIndex.date(pass.endDate());
        Instant from = first == null ? Instant.EPOCH : first.atStartOfDay(zone).toInstant();
        if (!PassIndex.pays(pass)) {
            line.endAt(from.isAfter(written) ? from : written);
            return;
        }
        line.endAt(from);
        Instant to = last == null ? EVER : last.plusDays(1).atStartOfDay(zone).toInstant();
        if (from.isBefore(to)) {
            var spans = new ArrayList<>(line.spans);
            spans.add(new Span(from, to, pass));
            line.spans = List.copyOf(spans);
        }
    }

    /** The times that any of them pays for; two passes may pay for the same moment. */
    List<Covered> covered() {
        return lines.stream()
                .flatMap(line -> line.spans.stream())
                .map(span -> new Covered(span.from(), span.to()))
                .toList();
    }

    /** The pass that pays for a moment, null where none does. */
    Fact.@Nullable Pass at(Instant moment) {
        return lines.stream()
                .flatMap(line -> line.spans.stream())
                .filter(span -> span.holds(moment))
                .map(Span::pass)
                .findFirst()
                .orElse(null);
    }
}
