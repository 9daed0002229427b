package dev.gatehouse.console.history;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.fx.Refresh;
import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.HistoryChange;
import dev.gatehouse.model.Irregularity;
import dev.gatehouse.model.Visit;
import dev.gatehouse.model.VisitPage;
import dev.gatehouse.port.HistoryPort;

import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** All that is known of one visit: how it began and ended, and every change, before and after. */
final class VisitDetail extends VBox {
    /** Changes shown, latest first; a visit that was changed oftener is looked at in the log. */
    private static final int CHANGES = 50;

    /** Passages looked through for why a visit is odd, of each kind, latest first. */
    private static final int ODD = 500;

    private static final Duration READS_APART = Duration.ofMillis(200);

    private final LiveNode live;
    private final Words words;
    private final SiteTime time;
    private final Label title = new Label();
    private final Label marks = new Label();
    private final Label entry = line();
    private final Label exit = line();
    private final Label due = line();
    private final Label readings = line();
    private final Label name = line();
    private final Label changesTitle = new Label();
    private final VBox changes = new VBox();
    private final Refresh<Read> reads;
    private volatile @Nullable Wanted wanted;
    private VisitPage.@Nullable Row row;
    private @Nullable Read read;
    private boolean failed;

    private record Wanted(Visit visit, boolean odd) {}

    /**
     * What is read of a visit.
     *
     * @param readings what else devices read in place of its plate
     * @param dueDong what it would have cost, where it was charged without its entry; null
     *     elsewhere
     */
    private record Read(
            long id,
            List<HistoryChange> changes,
            List<Irregularity> odd,
            List<Fact.Reread> readings,
            @Nullable Long dueDong) {}

    VisitDetail(FxBridge bridge, LiveNode live, Words words, SiteTime time) {
        this.live = live;
        this.words = words;
        this.time = time;
        this.reads =
                new Refresh<>(
                        bridge,
                        "changes",
                        READS_APART,
                        () -> read(live.node().history()),
                        this::took,
                        _ -> {
                            failed = true;
                            render();
                        });
        setId("history-detail");
        getStyleClass().addAll("panel", "visit-detail");
        title.getStyleClass().add("detail-plate");
        marks.getStyleClass().add("strong");
        marks.setWrapText(true);
        name.getStyleClass().add("muted");
        changesTitle.getStyleClass().add("strong");
        changes.getStyleClass().add("changes");
        due.getStyleClass().add("strong");
        for (Label label : new Label[] {marks, due, readings}) {
            label.managedProperty().bind(label.visibleProperty());
        }
        var scroll = new ScrollPane(changes);
        scroll.getStyleClass().add("changes-pane");
        scroll.setFitToWidth(true);
        scroll.setFocusTraversable(true);
        words.bind(scroll.accessibleTextProperty(), "history.changesPane");
        setVgrow(scroll, Priority.ALWAYS);
        getChildren().setAll(title, marks, entry, exit, due, readings, name, changesTitle, scroll);
        words.onChange(this::render);
    }

    private Read read(HistoryPort history) {
        Wanted now = Objects.requireNonNull(wanted); // set before it is asked for
        Visit visit = now.visit();
        List<Irregularity> odd =
                !now.odd()
                        ? List.of()
                        : Arrays.stream(Irregularity.Kind.values())
                                .flatMap(kind -> history.irregular(kind, ODD, 0).stream())
                                .filter(i -> visit.eventId().equals(i.eventId()))
                                .toList();
        return new Read(
                visit.id(),
                history.changes(visit.id(), CHANGES, 0),
                odd,
                visit.readings() > 1 ? history.readings(visit.eventId()) : List.of(),
                history.dueDong(visit));
    }

    private static Label line() {
        Label label = new Label();
        label.setWrapText(true);
        return label;
    }

    /** Shows that visit; null for none. */
    void show(VisitPage.@Nullable Row next) {
        boolean other = next == null || row == null || next.visit().id() != row.visit().id();
        boolean stale = failed || next != null && !next.equals(row);
        row = next;
        if (other) {
            read = null;
            failed = false;
        }
        if (next != null && (other || stale)) {
            wanted = new Wanted(next.visit(), next.odd());
            reads.ask();
        }
        render();
    }

    private void took(Read came) {
        if (row != null && came.id() == row.visit().id()) {
            read = came;
            failed = false;
            render();
        }
    }

    private void render() {
        VisitPage.Row shown = row;
        if (shown == null) {
            title.setText("");
            marks.setVisible(false);
            due.setVisible(false);
            readings.setVisible(false);
            entry.setText(words.get("history.chooseOne"));
            exit.setText("");
            name.setText("");
            changesTitle.setText("");
            changes.getChildren().clear();
            return;
        }
        Visit visit = shown.visit();
        title.setText(words.plate(visit.plate()));
        String said = VisitTable.marksOf(shown, words);
        boolean toReview = visit.review() != null;
        marks.setText(toReview ? words.get("history.toReview", said) : said + why());
        marks.setVisible(!said.isEmpty());
        entry.setText(
                words.get(
                        "history.entryLine",
                        visit.entryKnown()
                                ? passage(visit.entry(), visit.sourceCentral(), visit.edgeId())
                                : words.get("review.noEntry")));
        exit.setText(exit(visit.exit()));
        renderRead(visit);
        name.setText(visit.eventId());
        renderChanges();
    }

    /** What stands in the ledger besides the visit itself. */
    private void renderRead(Visit visit) {
        Read known = read;
        Long dong = known == null ? null : known.dueDong();
        Visit.Departure left = visit.exit();
        due.setVisible(dong != null && left != null);
        if (dong != null && left != null) {
            due.setText(words.get("history.due", words.dong(left.feeDong()), words.dong(dong)));
        }
        List<Fact.Reread> others = known == null ? List.of() : known.readings();
        readings.setVisible(!others.isEmpty());
        readings.setText(
                words.get(
                        "history.readings",
                        others.stream().map(this::reading).collect(Collectors.joining(", "))));
    }

    private String reading(Fact.Reread reread) {
        Double sure = reread.reading().confidence();
        return sure == null
                ? reread.text()
                : words.get("history.reading", reread.text(), Math.round(sure * 100));
    }

    /** Why the visit is odd: the passages that are no part of it. */
    private String why() {
        Read known = read;
        return known == null || known.odd().isEmpty()
                ? ""
                : known.odd().stream().map(this::why).collect(Collectors.joining("; ", ": ", ""));
    }

    private String why(Irregularity odd) {
        GateEvent passage = odd.passage();
        return words.get(
                switch (odd.kind()) {
                    case SUPERSEDED -> "history.odd.superseded";
                    case SECOND_EXIT -> "history.odd.secondExit";
                    case WAITING -> "history.odd.waiting";
                    case VOIDED -> "history.odd.voided";
                    case VOIDED_EXIT -> "history.odd.voidedExit";
                },
                time.of(passage.at(), live.now()),
                passage.central());
    }

    private String exit(Visit.@Nullable Departure exit) {
        if (exit == null) {
            return words.get("history.stillInside");
        }
        return exit.missed()
                ? words.get("history.exitMissed", time.of(exit.passage().at(), live.now()))
                : words.get(
                        "history.exitLine",
                        passage(exit.passage(), exit.central(), exit.edgeId()),
                        words.stay(Duration.ofSeconds(Math.max(0, exit.seconds()))),
                        words.dong(exit.feeDong()));
    }

    private String passage(Visit.Passage passage, CentralId central, @Nullable String edge) {
        var said = new StringBuilder();
        said.append(time.of(passage.at(), live.now())).append(" · ").append(central);
        if (passage.cameraName() != null) {
            said.append(" · ").append(passage.cameraName());
        } else if (edge != null) {
            said.append(" · ").append(edge);
        }
        boolean known = passage.source() != null || passage.confidence() != null;
        if (known) {
            said.append(" · ").append(VisitTable.sourceOf(passage, words));
        }
        if (passage.confidence() != null) {
            said.append(' ').append(Math.round(passage.confidence() * 100)).append(" %");
        }
        return said.toString();
    }

    private void renderChanges() {
        Read known = read;
        if (known == null) {
            changesTitle.setText(words.get(failed ? "history.changesUnread" : "app.loading"));
            changes.getChildren().clear();
            return;
        }
        int count = known.changes().size();
        changesTitle.setText(
                count == 0 ? words.get("history.noChanges") : words.get("history.changes", count));
        changes.getChildren().setAll(known.changes().stream().map(this::change).toList());
    }

    private Label change(HistoryChange change) {
        Visit after = change.after();
        boolean undone = after != null && after.inside() && !change.before().inside();
        String to =
                after == null
                        ? words.get("history.voided")
                        : undone ? words.get("history.exitUndone") : words.plate(after.plate());
        String who = change.staff() == null ? words.unknown() : change.staff();
        String why = change.reason() == null ? words.get("app.none") : change.reason();
        Label label = line();
        label.setText(
                words.get(
                        "history.change",
                        time.of(change.at(), live.now()),
                        words.plate(change.before().plate()),
                        to,
                        who + ", " + change.central(),
                        why));
        return label;
    }
}
