package dev.gatehouse.console.peers;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.text.CsvFile;
import dev.gatehouse.model.Csv;
import dev.gatehouse.model.FileTrouble;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The merge log written to a file, and how that went. FX thread only; a virtual thread writes. */
final class LogFile {
    private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);

    private final FxBridge bridge;
    private final Runnable changed;
    private Stage stage = new Stage.Nothing();

    /** How far it is. */
    sealed interface Stage {
        record Nothing() implements Stage {}

        record Running() implements Stage {}

        record Done(Path file, int rows) implements Stage {}

        record Failed(FileTrouble why) implements Stage {}
    }

    /**
     * @param changed run after every change of the stage
     */
    LogFile(FxBridge bridge, Runnable changed) {
        this.bridge = bridge;
        this.changed = changed;
    }

    Stage stage() {
        return stage;
    }

    /** Says nothing of it any more. */
    void dismiss() {
        if (!(stage instanceof Stage.Running)) {
            stage = new Stage.Nothing();
        }
    }

    /**
     * @param file which must not be there yet
     * @param lines the cells of each, the header first
     */
    void write(Path file, List<List<Csv.Cell>> lines) {
        stage = new Stage.Running();
        changed.run();
        Thread.ofVirtual()
                .name("console-log-file")
                .start(
                        () -> {
                            Stage end = written(file, lines);
                            bridge.execute(
                                    () -> {
                                        stage = end;
                                        changed.run();
                                    });
                        });
    }

    private static Stage written(Path file, List<List<Csv.Cell>> lines) {
        try {
            CsvFile.write(
                    file,
                    out -> {
                        for (List<Csv.Cell> cells : lines) {
                            out.write(Csv.line(cells));
                        }
                        return true;
                    });
            return new Stage.Done(file, lines.size() - 1);
        } catch (IOException e) {
            LOG.warn("The merge log was not written to {}", file, e);
            return new Stage.Failed(FileTrouble.of(e));
        }
    }
}
