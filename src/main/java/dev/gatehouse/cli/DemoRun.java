package dev.gatehouse.cli;

import dev.gatehouse.console.Backend;
import dev.gatehouse.demo.CarPark;
import dev.gatehouse.node.DemoSite;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** One run of the demonstration, on a temporary folder that is removed at its end. Any thread. */
final class DemoRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoRun.class);

    private final Path folder;
    private final DemoSite site;
    private final CarPark park;
    private final StopRequest stop = new StopRequest();
    private boolean closed;

    private DemoRun(Path folder, DemoSite site, CarPark park) {
        this.folder = folder;
        this.site = site;
        this.park = park;
    }

    /**
     * Makes the folder; nothing runs yet.
     *
     * @throws FailedException when there is no room for a temporary folder, or no free port
     */
    static DemoRun prepare(int centrals, int carsPerMinute) throws FailedException {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("gatehouse-demo-");
            LogSetup.forWindow(folder);
            var site = new DemoSite(folder, centrals, Main.version());
            var park =
                    new CarPark(
                            site,
                            carsPerMinute,
                            InstantSource.system(),
                            System::nanoTime,
                            new Random());
            return new DemoRun(folder, site, park);
        } catch (IOException e) {
            remove(folder);
            throw new FailedException("the demo cannot begin: " + e.getMessage(), e);
        }
    }

    Path folder() {
        return folder;
    }

    List<String> apis() {
        return site.apis();
    }

    /** The clock of the PC that the window is on. */
    InstantSource clock() {
        return park.clock();
    }

    /** Opens the centrals one after the other; the window has the first one. Blocks. */
    void open(CompletableFuture<Backend> backend) {
        try {
            var first = (DemoSite.OneNode) park.openFirst();
            backend.complete(new Backend(first.node(), first.feed(), park));
            park.openOthers();
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.error("Not all centrals of the demo could be opened", e);
            backend.completeExceptionally(e); // the window shows it, where it has none yet
        }
    }

    /** Ends the command where it is made. */
    StopRequest stop() {
        return stop;
    }

    /** Stops all centrals and removes the folder; does nothing the second time. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            park.close();
            remove(folder);
        }
    }

    private static void remove(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        LogSetup.forCommand(); // Windows removes no file that is open
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("The demo's folder {} could not be removed", folder, e);
        }
    }
}
