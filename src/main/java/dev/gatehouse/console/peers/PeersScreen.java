package dev.gatehouse.console.peers;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.keys.ScreenPane;
import dev.gatehouse.console.keys.Shortcut;
import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.text.Causes;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Differences;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerState;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Peers and synchronisation: what is proven, each central, the figures, the resync line and the
 * merge log.
 */
public final class PeersScreen implements ScreenPane {
    private static final int USUAL_COLUMNS = 5;

    private final LiveNode live;
    private final Words words;
    private final Resyncs resyncs;
    private final SyncTable table;
    private final StageLine line;
    private final Pausing pausing;
    private final Comparing comparing;
    private final Testing testing;
    private final DifferencesTable differences;
    private @Nullable CentralId chosen;
    private final MergeLog log;
    private final LogFile file;
    private final Path folder;
    private final SiteTime time;
    private final PeerDetails details;
    private final Label empty = new Label();
    private final PeersFrame root;
    private boolean isDetailed;

    /** A key that was pressed and does nothing: the line says why, until the next one. */
    private @Nullable Shortcut dead;

    private final Runnable keysChanged;

    /**
     * @param folder where files are written
     * @param keysChanged run when other keys are {@linkplain #offers offered}
     */
    public PeersScreen(
            FxBridge bridge,
            LiveNode live,
            Words words,
            SiteTime time,
            Settings settings,
            Path folder,
            Runnable keysChanged) {
        this.live = live;
        this.folder = folder;
        this.time = time;
        this.words = words;
        this.keysChanged = keysChanged;
        this.resyncs = new Resyncs(bridge, live.node().mesh());
        this.pausing = new Pausing(bridge, live.node().mesh(), this::render);
        this.comparing = new Comparing(bridge, live.node().mesh(), this::render);
        this.testing = new Testing(bridge, live.node().mesh(), this::render);
        this.differences = new DifferencesTable(live, words, time, settings);
        this.line = new StageLine(words, time, resyncs, this::perform);
        this.table =
                new SyncTable(
                        live, words, time, settings, this::ask, resyncs::cancel, this::render);
        this.details = new PeerDetails(live, words, time);
        this.log = new MergeLog(live, words, time, settings);
        this.file = new LogFile(bridge, this::render);
        empty.setWrapText(true);
        empty.setWrapText(true);
        table.node().setPlaceholder(empty);
        log.rowHeight(PeersLayout.LOG_ROW);
        differences.node().setFixedCellSize(PeersLayout.LOG_ROW);
        this.root =
                new PeersFrame(
                        new ProofBanner(live, words, time, true),
                        new PeerGrid(live, words, time, USUAL_COLUMNS, table::select),
                        table.node(),
                        line,
                        differences.node(),
                        log.node(),
                        details,
                        keysChanged);
        table.node().getSelectionModel().selectedItemProperty().addListener(_ -> chose());
        resyncs.onChange(this::render);
        resyncs.onEnd(comparing::ended);
        live.onChange(this::show);
        words.onChange(this::show);
    }

    private void show() {
        MeshStatus status = live.status();
        empty.setText(status == null ? words.get("peers.connecting") : noPeers());
        if (status != null) {
            pausing.look(status.peers());
            root.peers(status.peers().size());
            table.show(status);
        }
        render();
    }

    /** Names the file: who sets a booth up looks for it. */
    private String noPeers() {
        Path config = live.info().configFile();
        return config == null ? words.get("peers.empty") : words.get("peers.emptyFile", config);
    }

    private void render() {
        PeerState subject = subject().orElse(null);
        line.show(subject, live.now());
        renderPausing(subject);
        renderDifferences(subject);
        renderFile();
        renderDeadKey();
        PeerState selected = table.selected();
        if (selected != null) {
            details.show(selected, testing.stageOf(selected.id()));
        }
        root.details(isDetailed, selected != null);
        keysChanged.run();
    }

    private void renderPausing(@Nullable PeerState subject) {
        switch (pausing.question()) {
            case null -> {
                if (subject != null && pausing.failed(subject.id())) {
                    line.say(words.get("pause.failed"));
                }
            }
            case Pausing.Question.Reason _ -> line.say(words.get("pause.ask"));
            case Pausing.Question.Length _ -> line.say(words.get("pause.length"));
            case Pausing.Question.Resume _ -> {
                if (subject != null && subject.link() instanceof LinkState.Paused pause) {
                    String until = time.of(pause.until(), live.now());
                    line.ask(words.get("pause.resume", until), words.get("pause.resumeYes"));
                }
            }
        }
    }

    private void renderDeadKey() {
        Shortcut pressed = dead;
        if (pressed != null) {
            line.tell(pressed.label() + ": " + words.get(DeadKeys.why(pressed, standing())));
        }
    }

    private DeadKeys.Standing standing() {
        PeerState selected = table.selected();
        boolean comparing =
                selected != null && comparing(selected) instanceof Comparing.Stage.Running;
        return new DeadKeys.Standing(selected, comparing, root.isLogShown());
    }

    private Comparing.Stage comparing(PeerState peer) {
        return comparing.stageOf(peer.id());
    }

    /** Another peer is selected; one that only stands elsewhere now is not. */
    private void chose() {
        PeerState selected = table.selected();
        CentralId now = selected == null ? null : selected.id();
        if (now != null && !now.equals(chosen)) {
            chosen = now;
            dead = null;
            file.dismiss();
            render();
        }
    }

    private void renderFile() {
        switch (file.stage()) {
            case LogFile.Stage.Nothing _ -> {}
            case LogFile.Stage.Running _ -> line.tell(words.get("merges.writing"));
            case LogFile.Stage.Done(Path written, int rows) ->
                    line.tell(words.get("merges.written", rows, written));
            case LogFile.Stage.Failed(var why) ->
                    line.tell(words.get("history.exportFailed", new Causes(words).of(why)));
        }
    }

    private void renderDifferences(@Nullable PeerState subject) {
        Differences found = null;
        if (subject != null && !isAsking()) {
            switch (comparing.stageOf(subject.id())) {
                case Comparing.Stage.Nothing _ -> {}
                case Comparing.Stage.Running _ -> line.say(words.get("differences.comparing"));
                case Comparing.Stage.Found(Differences all, boolean byResync) -> {
                    found = all;
                    if (!byResync) {
                        line.say(differences.summary(all));
                    }
                }
                case Comparing.Stage.NotCompared(var why) -> line.say(differences.notCompared(why));
                case Comparing.Stage.Broken _ -> line.say(words.get("differences.broken"));
            }
        }
        root.listing(found != null && !found.listed().isEmpty());
        if (found == null) {
            differences.clear();
        } else {
            differences.show(found);
        }
    }

    private boolean isComparing(@Nullable PeerState peer) {
        return peer != null && !(comparing.stageOf(peer.id()) instanceof Comparing.Stage.Nothing);
    }

    private void showDetails(boolean shown) {
        isDetailed = shown;
        if (!shown) {
            testing.dismissAll(); // what was tried is told once: it ages
        }
        render();
    }

    private boolean isAsking() {
        return resyncs.asking() != null || pausing.question() != null;
    }

    /** The peer that the resync line speaks of: asked, else selected, else any that runs. */
    private Optional<PeerState> subject() {
        CentralId asking = pausing.asking() == null ? resyncs.asking() : pausing.asking();
        if (asking != null) {
            return peer(asking);
        }
        PeerState selected = table.selected();
        boolean resynced =
                selected != null && !(resyncs.stageOf(selected) instanceof Resyncs.Stage.Idle);
        if (selected != null && (resynced || isComparing(selected))) {
            return Optional.of(selected);
        }
        return running().or(() -> Optional.ofNullable(selected));
    }

    private Optional<PeerState> running() {
        MeshStatus status = live.status();
        return status == null
                ? Optional.empty()
                : status.peers().stream().filter(p -> p.resync() != null).findFirst();
    }

    private Optional<PeerState> peer(CentralId id) {
        MeshStatus status = live.status();
        return status == null
                ? Optional.empty()
                : status.peers().stream().filter(p -> p.id().equals(id)).findFirst();
    }

    private void ask(CentralId id) {
        dead = null;
        showDetails(false);
        peer(id).ifPresent(resyncs::ask);
        if (resyncs.asking() != null) {
            line.confirmButton().requestFocus();
        }
    }

    @Override
    public Node node() {
        return root;
    }

    @Override
    public Node firstFocus() {
        return table.node();
    }

    @Override
    public boolean offers(Shortcut shortcut) {
        Pausing.Question question = pausing.question();
        boolean asking = isAsking();
        PeerState selected = table.selected();
        return switch (shortcut) {
            case FILTER, HOLD -> root.isLogShown();
            case EXPORT -> !asking && root.isLogShown() && !log.isEmpty();
            case PREVIOUS, NEXT, ORDER -> !asking && table.node().getItems().size() > 1;
            case CANCEL -> !asking && cancellable() != null;
            case RESYNC, DIFFERENCES, PAUSE, TEST, DETAILS ->
                    !asking && selected != null && offers(shortcut, selected);
            case REASON_NETWORK, REASON_MOVE, REASON_DATA ->
                    question instanceof Pausing.Question.Reason;
            case LENGTH_SHORT, LENGTH_HOUR, LENGTH_HALF_SHIFT, LENGTH_MOST ->
                    question instanceof Pausing.Question.Length;
            case CONFIRM -> resyncs.asking() != null || question instanceof Pausing.Question.Resume;
            case BACK -> asking || isDetailed || isComparing(selected);
            default -> false; // keys of other screens, and of the window
        };
    }

    private boolean offers(Shortcut shortcut, PeerState peer) {
        boolean isReady = peer.connected() && peer.resync() == null;
        return switch (shortcut) {
            case RESYNC -> isReady;
            case DIFFERENCES -> isReady && !(comparing(peer) instanceof Comparing.Stage.Running);
            case DETAILS -> !root.hasDetailsBeside();
            default -> true;
        };
    }

    private @Nullable CentralId cancellable() {
        return subject().filter(p -> p.resync() != null).map(PeerState::id).orElse(null);
    }

    @Override
    public void perform(Shortcut shortcut) {
        PeerState selected = table.selected();
        file.dismiss();
        dead = null;
        switch (shortcut) {
            case FILTER -> log.nextFilter();
            case HOLD -> log.toggleHold();
            case EXPORT -> {
                String name = "gatehouse-merges-" + time.stamp(live.now()) + ".csv";
                file.write(folder.resolve(name), log.cells());
            }
            case PREVIOUS -> table.move(-1);
            case NEXT -> table.move(1);
            case ORDER -> table.orderByNext();
            case CANCEL -> {
                CentralId running = cancellable();
                if (running != null) {
                    resyncs.cancel(running);
                }
            }
            case CONFIRM -> confirm();
            case REASON_NETWORK, REASON_MOVE, REASON_DATA ->
                    pausing.choose(words.get(shortcut.key()));
            case LENGTH_SHORT, LENGTH_HOUR, LENGTH_HALF_SHIFT, LENGTH_MOST ->
                    pausing.choose(
                            Pausing.LENGTHS.get(
                                    shortcut.ordinal() - Shortcut.LENGTH_SHORT.ordinal()));
            case BACK -> back(selected);
            default -> {
                if (selected != null) {
                    perform(shortcut, selected);
                }
            }
        }
    }

    /** What is done with one peer. */
    private void perform(Shortcut shortcut, PeerState peer) {
        switch (shortcut) {
            case RESYNC -> ask(peer.id());
            case DIFFERENCES -> {
                showDetails(false);
                comparing.start(peer.id());
            }
            case DETAILS -> showDetails(!isDetailed);
            case TEST -> {
                testing.start(peer.id());
                showDetails(true);
            }
            case PAUSE -> {
                showDetails(false);
                pausing.ask(peer);
                if (pausing.question() instanceof Pausing.Question.Resume) {
                    line.confirmButton().requestFocus();
                }
            }
            default -> {} // nothing else is offered
        }
    }

    /** A letter came that no key took: the line says why, unless a question has it. */
    @Override
    public void typed(KeyEvent event) {
        if (isAsking()) {
            return;
        }
        DeadKeys.of(event.getCharacter())
                .filter(key -> !offers(key))
                .ifPresent(
                        key -> {
                            dead = key;
                            render();
                        });
    }

    private void confirm() {
        if (resyncs.asking() != null) { // what was found before says nothing any more
            comparing.dismiss(resyncs.asking());
        }
        resyncs.confirm();
        pausing.confirm();
        table.node().requestFocus();
    }

    private void back(@Nullable PeerState selected) {
        if (!isAsking() && !isDetailed && selected != null) {
            comparing.dismiss(selected.id());
        }
        showDetails(false);
        pausing.dismiss();
        resyncs.dismiss();
        table.node().requestFocus();
    }

    @Override
    public void left() {
        dead = null;
        showDetails(false);
    }
}
