package dev.gatehouse.picture;

import dev.gatehouse.model.Hash;
import dev.gatehouse.model.PictureKind;
import dev.gatehouse.model.PictureOutcome;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The pictures of this PC. Those that came last are written by one thread of its own; until then
 * they are had from the heap. Trouble with the disk costs pictures and nothing else. Any thread.
 */
public final class PictureStore implements AutoCloseable {
    /** The folder in the data folder. */
    public static final String FOLDER = "pictures";

    /**
     * Pictures that wait to be written: three of each of ten cameras, 22 MB of the heap at most. A
     * disk that is behind by more is behind for long, and then the latest are dropped.
     */
    static final int WAITING = 32;

    /** What pictures leave free: the ledger of a busy year has less. */
    static final long LEFT_FREE = 1L << 30;

    /** What is made free beyond need, so that not every picture has all files looked through. */
    private static final long SLACK_PARTS = 20;

    private static final long SLACK_FREE = 64L << 20;

    private static final long SWEEP_SECONDS = 3_600;

    /** At the start the disk is needed for other things. */
    private static final long FIRST_SWEEP_SECONDS = 30;

    /** A disk that takes no pictures is told so often. */
    private static final Duration BETWEEN_WORDS = Duration.ofMinutes(10);

    private static final long CLOSE_SECONDS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(PictureStore.class);

    private final PictureFolder folder;
    private final InstantSource wall;
    private final LongSupplier free;
    private final Executor work;
    private final AutoCloseable worker;
    private final Semaphore places = new Semaphore(WAITING);
    private final Map<Hash, byte[]> waiting = new ConcurrentHashMap<>();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile PictureLimits limits;
    private volatile long bytes;
    private volatile Instant nextWord = Instant.MIN;

    /**
     * What it has done since it was opened.
     *
     * @param written files that were written
     * @param dropped pictures that were not kept, for want of time or room
     * @param bytes of all files, as last counted
     */
    public record Figures(long written, long dropped, long bytes) {}

    /**
     * @param folder where the files lie
     * @param free bytes free on its disk
     * @param work runs what writes, one after the other
     * @param worker ends that
     */
    PictureStore(
            Path folder,
            PictureLimits limits,
            InstantSource wall,
            LongSupplier free,
            Executor work,
            AutoCloseable worker) {
        this.folder = new PictureFolder(folder);
        this.limits = limits;
        this.wall = wall;
        this.free = free;
        this.work = work;
        this.worker = worker;
    }

    /**
     * Opens the pictures of a data folder; what is there is counted in the background.
     *
     * @param data the data folder
     */
    public static PictureStore open(Path data, PictureLimits limits, InstantSource wall) {
        ScheduledExecutorService thread =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("pictures").daemon().factory());
        var store =
                new PictureStore(
                        data.resolve(FOLDER),
                        limits,
                        wall,
                        () -> freeBytes(data),
                        thread,
                        () -> {
                            thread.shutdown();
                            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                                thread.shutdownNow();
                            }
                        });
        thread.scheduleWithFixedDelay(
                store::sweep, FIRST_SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
        return store;
    }

    /** Where nobody can tell, no picture is kept off the disk for it. */
    private static long freeBytes(Path data) {
        try {
            return Files.getFileStore(data).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Takes other limits; in force at the next picture. */
    public void use(PictureLimits next) {
        if (!next.equals(limits)) {
            limits = next;
            soon(this::sweep);
        }
    }

    /** As the port {@code keep}. */
    public PictureOutcome keep(byte[] picture) {
        String objection = PictureKind.objection(picture);
        PictureKind kind = PictureKind.of(picture);
        if (objection != null || kind == null) {
            return new PictureOutcome.Refused(String.valueOf(objection));
        }
        Hash hash = Hash.over(picture);
        if (!places.tryAcquire()) {
            drop("the disk does not follow");
        } else if (waiting.putIfAbsent(hash, picture) != null) {
            places.release();
        } else if (!soon(() -> write(hash, kind, picture))) {
            waiting.remove(hash);
            places.release();
        }
        return new PictureOutcome.Taken(hash);
    }

    private boolean soon(Runnable task) {
        try {
            work.execute(task);
            return true;
        } catch (RejectedExecutionException closing) {
            LOG.trace("Closing; not kept", closing);
            return false;
        }
    }

    /** As the port {@code here}. */
    public byte @Nullable [] here(Hash hash) {
        byte[] fresh = waiting.get(hash);
        if (fresh != null) {
            return fresh;
        }
        try {
            return folder.read(hash);
        } catch (IOException e) {
            say("A picture cannot be read: " + e);
            return null;
        }
    }

    /** What it has done since it was opened. */
    public Figures figures() {
        return new Figures(written.get(), dropped.get(), bytes);
    }

    // ---- by the thread that writes

    private void write(Hash hash, PictureKind kind, byte[] picture) {
        try {
            if (lacksRoom(picture.length)) {
                sweep();
            }
            if (lacksRoom(picture.length)) {
                drop("under " + (LEFT_FREE >> 20) + " MB would be left free on the disk");
                return;
            }
            long added = folder.write(hash, kind, picture, wall.instant());
            bytes += added;
            if (added > 0) {
                written.incrementAndGet();
            }
            if (bytes > limits.bytes()) {
                sweep();
            }
        } catch (IOException | RuntimeException e) {
            drop(e.toString());
        } finally {
            waiting.remove(hash);
            places.release();
        }
    }

    private boolean lacksRoom(long more) {
        return free.getAsLong() - more < LEFT_FREE;
    }

    /** Takes away what is too old and, the oldest first, what is too much; counts the rest. */
    void sweep() {
        try {
            List<PictureFolder.Kept> all = folder.all();
            PictureLimits most = limits;
            long total = all.stream().mapToLong(PictureFolder.Kept::bytes).sum();
            long tooMuch =
                    total > most.bytes() ? total - most.bytes() + most.bytes() / SLACK_PARTS : 0;
            long lacking = LEFT_FREE - free.getAsLong();
            long over = Math.max(tooMuch, lacking > 0 ? lacking + SLACK_FREE : 0);
            Instant oldest = wall.instant().minus(most.age());
            int gone = 0;
            for (PictureFolder.Kept one : all) {
                if (over <= 0 && !one.at().isBefore(oldest)) {
                    break;
                }
                Files.deleteIfExists(one.file());
                over -= one.bytes();
                total -= one.bytes();
                gone++;
            }
            bytes = total;
            if (gone > 0) {
                LOG.info("{} old pictures taken away, {} MB stay", gone, total >> 20);
            }
        } catch (IOException | RuntimeException e) { // it must not end the later ones
            say("Old pictures cannot be taken away: " + e);
        }
    }

    private void drop(String why) {
        dropped.incrementAndGet();
        say("A picture is not kept, the car counts: " + why);
    }

    private void say(String what) {
        Instant now = wall.instant();
        if (!now.isBefore(nextWord)) {
            nextWord = now.plus(BETWEEN_WORDS);
            LOG.warn("{}", what);
        }
    }

    /** Writes what waits, for a few seconds at most. */
    @Override
    public void close() throws Exception {
        worker.close();
    }
}
