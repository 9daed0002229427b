package dev.gatehouse.cli;

import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Begins the process anew in a UTF-8 locale, where Linux gave it another one, such as {@code
 * LC_ALL=C} or one that is not installed. Java reads and makes the names of files by the locale of
 * its start, and nothing changes that later: a folder with a Vietnamese name could not be opened.
 *
 * <p>By {@code execve} the process keeps its number, its open streams and what waits for it.
 */
final class Utf8Restart {
    private static final String LOCALE = "LC_ALL";
    private static final String UTF_8 = "C.UTF-8";

    /** Set for the second start, which is the last one also where the locale is unknown. */
    private static final String DONE = "GATEHOUSE_UTF8_RESTART";

    /**
     * The launcher of an application image sets this in its own process; one that finds it set
     * takes the arguments for those of the Java virtual machine.
     */
    private static final String LAUNCHED = "_JPACKAGE_LAUNCHER";

    private static final Path SELF = Path.of("/proc/self/exe");
    private static final Path ARGUMENTS = Path.of("/proc/self/cmdline");

    private Utf8Restart() {}

    /** Does not return where the process begins anew. */
    static void ifNeeded() {
        boolean linux = System.getProperty("os.name", "").equals("Linux");
        boolean utf8 = System.getProperty("sun.jnu.encoding", "").equalsIgnoreCase("UTF-8");
        if (!linux || utf8 || System.getenv(DONE) != null) {
            return;
        }
        try {
            restart(Files.readSymbolicLink(SELF), arguments(Files.readAllBytes(ARGUMENTS)));
        } catch (Throwable e) { // the program works all the same, with plain names
            LoggerFactory.getLogger(Utf8Restart.class).debug("Not begun anew in {}", UTF_8, e);
        }
    }

    /** As they came, byte for byte: each ends with a zero. */
    static List<byte[]> arguments(byte[] line) {
        var all = new ArrayList<byte[]>();
        int from = 0;
        for (int at = 0; at < line.length; at++) {
            if (line[at] == 0) {
                all.add(Arrays.copyOfRange(line, from, at + 1));
                from = at + 1;
            }
        }
        return all;
    }

    private static void restart(Path program, List<byte[]> arguments) throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle setenv =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("setenv"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT));
        MethodHandle unsetenv =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("unsetenv"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        MethodHandle execv =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("execv"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment list = arena.allocate(ValueLayout.ADDRESS, arguments.size() + 1L);
            for (int i = 0; i < arguments.size(); i++) {
                MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_BYTE, arguments.get(i));
                list.setAtIndex(ValueLayout.ADDRESS, i, one);
            }
            list.setAtIndex(ValueLayout.ADDRESS, arguments.size(), MemorySegment.NULL);
            set(setenv, arena, LOCALE, UTF_8);
            set(setenv, arena, DONE, "1");
            int _ = (int) unsetenv.invokeExact(arena.allocateFrom(LAUNCHED));
            int failed = (int) execv.invokeExact(arena.allocateFrom(program.toString()), list);
            throw new IOException("execv gave " + failed);
        }
    }

    private static void set(MethodHandle setenv, Arena arena, String name, String value)
            throws Throwable {
        int _ = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
    }
}
