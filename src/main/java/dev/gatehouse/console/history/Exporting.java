package dev.gatehouse.console.history;

import dev.gatehouse.console.fx.Coalescer;
import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.model.Csv;
import dev.gatehouse.model.FileTrouble;
import dev.gatehouse.model.VisitPage;
import dev.gatehouse.model.VisitQuery;
import dev.gatehouse.port.HistoryPort;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Writes what is asked of the history to a file, with its progress. FX thread only. */
final class Exporting {
    private static final Logger LOG = LoggerFactory.getLogger(Exporting.class);

    /** How far it is. */
    sealed interface Stage {
        record Nothing() implements Stage {}

        /** A person says where to. */
        record Asking() implements Stage {}

        /**
         * It is being written.
         *
         * @param total how many there are, null while they are counted
         */
        record Running(long written, @Nullable Long total) implements Stage {}

        record Done(Path file, long written) implements Stage {}

        /** No file is left. */
        record Cancelled() implements Stage {}

        /** There is such a file; it stays as it is. */
        record Exists(Path file) implements Stage {}

        /** It could not be written or read; no file is left. */
        record Failed(FileTrouble why) implements Stage {}
    }

    private final FxBridge bridge;
    private final HistoryPort history;
    private final Runnable changed;
    private final Coalescer progress;
    private Stage stage = new Stage.Nothing();
    private @Nullable Export running;
    private volatile Stage.Running at = new Stage.Running(0, null);

    /**
     * @param changed run after every change of the stage
     */
    Exporting(FxBridge bridge, HistoryPort history, Runnable changed) {
        this.bridge = bridge;
        this.history = history;
        this.changed = changed;
        this.progress =
                new Coalescer(
                        bridge,
                        Coalescer.INTERVAL,
                        () -> {
                            if (stage instanceof Stage.Running) {
                                to(at);
                            }
                        });
    }

    Stage stage() {
        return stage;
    }

    void ask() {
        if (!(stage instanceof Stage.Running)) {
            to(new Stage.Asking());
        }
    }

    void dismiss() {
        if (!(stage instanceof Stage.Running)) {
            to(new Stage.Nothing());
        }
    }

    /** Stops what runs; it says itself when it has ended. */
    void cancel() {
        if (running != null) {
            running.cancel();
        }
    }

    void start(
            VisitQuery query,
            String file,
            List<String> header,
            Function<VisitPage.Row, List<Csv.Cell>> cells) {
        Path path;
        try {
            path = Path.of(file.strip()).toAbsolutePath();
        } catch (InvalidPathException e) {
            to(new Stage.Failed(FileTrouble.of(e)));
            return;
        }
        var export = new Export(history, query, path);
        running = export;
        at = new Stage.Running(0, null);
        to(at);
        Thread.ofVirtual()
                .name("console-export")
                .start(
                        () -> {
                            Stage end = run(export, path, header, cells);
                            bridge.execute(
                                    () -> {
                                        running = null;
                                        to(end);
                                    });
                        });
    }

    private Stage run(
            Export export,
            Path path,
            List<String> header,
            Function<VisitPage.Row, List<Csv.Cell>> cells) {
        try {
            long total = export.total();
            boolean whole =
                    export.run(
                            header,
                            cells,
                            written -> {
                                at = new Stage.Running(written, total);
                                progress.touch();
                            });
            return whole ? new Stage.Done(path, at.written()) : new Stage.Cancelled();
        } catch (FileAlreadyExistsException e) {
            return new Stage.Exists(path);
        } catch (IOException e) {
            LOG.warn("The history was not written to {}", path, e);
            return new Stage.Failed(FileTrouble.of(e));
        } catch (Throwable e) { // an Error too: it must not run for ever
            LOG.error("The history was not written to {}", path, e);
            return new Stage.Failed(FileTrouble.of(e));
        }
    }

    private void to(Stage next) {
        stage = next;
        changed.run();
    }
}
