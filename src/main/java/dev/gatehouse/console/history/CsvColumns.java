package dev.gatehouse.console.history;

import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.Csv;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Review;
import dev.gatehouse.model.Visit;
import dev.gatehouse.model.VisitPage;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The columns of an exported visit. The words are taken once, on the FX thread, so that any thread
 * can make the cells.
 */
final class CsvColumns {
    private final SiteTime time;
    private final List<String> header;
    private final String yes;
    private final Map<String, String> sources;
    private final Map<Review, String> reviews = new EnumMap<>(Review.class);
    private final String unread;

    CsvColumns(Words words, SiteTime time) {
        this.time = time;
        this.yes = words.get("history.csv.yes");
        this.unread = words.plate(Plate.UNREAD);
        for (Review review : Review.values()) {
            reviews.put(review, words.review(review));
        }
        this.sources =
                Stream.of("auto", "manual")
                        .collect(
                                Collectors.toMap(
                                        source -> source,
                                        source -> VisitTable.sourceOf(source, words)));
        this.header =
                List.of(
                        words.get("history.column.plate"),
                        words.get("history.column.entered"),
                        words.get("history.column.entry"),
                        words.get("history.column.left"),
                        words.get("history.column.exit"),
                        words.get("history.csv.seconds"),
                        words.get("history.csv.dong"),
                        words.get("history.column.source"),
                        words.get("history.mark.corrected"),
                        words.get("history.mark.odd"),
                        words.get("history.csv.review"),
                        words.get("history.csv.name"));
    }

    List<String> header() {
        return header;
    }

    List<Csv.Cell> cells(VisitPage.Row row) {
        Visit visit = row.visit();
        Visit.Departure exit = visit.exit();
        Review review = visit.review();
        boolean entered = visit.entryKnown();
        return List.of(
                Csv.text(visit.plate().isUnread() ? unread : visit.plate().view()),
                entered ? time(visit.entry().at()) : Csv.empty(),
                Csv.text(entered ? visit.sourceCentral().value() : ""),
                exit != null && !exit.missed() ? time(exit.passage().at()) : Csv.empty(),
                exit == null ? Csv.empty() : Csv.text(exit.central().value()),
                exit != null && !exit.missed() ? Csv.figure(exit.seconds()) : Csv.empty(),
                exit == null ? Csv.empty() : Csv.figure(exit.feeDong()),
                Csv.text(source(visit.entry().source())),
                Csv.text(row.corrected() ? yes : ""),
                Csv.text(row.odd() ? yes : ""),
                Csv.text(review == null ? "" : reviews.getOrDefault(review, review.name())),
                Csv.text(visit.eventId()));
    }

    private Csv.Cell time(Instant at) {
        return Csv.moment(time.full(at));
    }

    private String source(@Nullable String source) {
        return source == null ? "" : sources.getOrDefault(source, source);
    }
}
