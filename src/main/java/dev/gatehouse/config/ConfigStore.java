package dev.gatehouse.config;

import dev.gatehouse.model.TemporaryName;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The configuration file of a data folder and the last copy of it that was accepted, so that a slip
 * of an editor does not keep a booth from starting.
 */
public final class ConfigStore {
    /** The file that people edit. */
    public static final String FILE = "config.json";

    /** The last good copy. Only this program writes it. */
    public static final String ACCEPTED = "config.accepted.json";

    /** Names another file, as for the original; an option goes before it. */
    static final String FILE_VARIABLE = "P2P_CONFIG_FILE";

    /** Ten booths take 2 KB; more than this is another file, given by mistake. */
    private static final long MAX_FILE_BYTES = 1_000_000;

    private static final String FALLBACK_ID = "central-1";
    private static final int MAX_ID_LENGTH = 40;
    private static final Pattern IPV4 = Pattern.compile("[0-9]+(?:\\.[0-9]+){3}");

    private final Path folder;
    private final Path file;
    private final boolean named;
    private final Map<String, String> environment;
    private final String hostName;

    /**
     * @param folder the data folder, which exists
     * @param option the file named by {@code --config}, null where none was
     * @param environment of the process
     * @param hostName of this computer; a fresh file takes the central id from it
     */
    public ConfigStore(
            Path folder, @Nullable Path option, Map<String, String> environment, String hostName) {
        String variable = environment.getOrDefault(FILE_VARIABLE, "").strip();
        this.folder = folder;
        this.named = option != null || !variable.isEmpty();
        this.file =
                option != null
                        ? option
                        : variable.isEmpty() ? folder.resolve(FILE) : Path.of(variable);
        this.environment = Map.copyOf(environment);
        this.hostName = hostName;
    }

    /** The file that is read: the option's, the environment's, or {@value #FILE} in the folder. */
    public Path file() {
        return file;
    }

    /**
     * Reads the file anew. A good one becomes the last accepted copy; in place of a bad one that
     * copy is used, and the problems are reported. A fresh data folder gets a fresh file.
     *
     * @throws ConfigException when the file cannot be used and there is no accepted copy that can,
     *     or when a file that was named does not exist
     */
    public Loaded load() throws ConfigException {
        Path accepted = folder.resolve(ACCEPTED);
        if (!Files.exists(file)) {
            if (named) {
                throw new ConfigException(
                        List.of(file + ": does not exist; name a file that does, or none"));
            }
            if (Files.exists(accepted)) {
                return lastAccepted(
                        List.of(file + ": does not exist any more; copy " + ACCEPTED + " to it"));
            }
            writeFresh();
        }
        byte[] json;
        try {
            json = readSmall(file);
        } catch (IOException e) {
            return lastAccepted(List.of(unreadable(file, e)));
        }
        return switch (ConfigReader.read(name(file), json, environment)) {
            case ConfigReader.Result.Accepted(Config config, List<String> warnings) ->
                    new Loaded(config, file, keep(json, accepted, warnings), List.of());
            case ConfigReader.Result.Refused(List<String> problems) -> lastAccepted(problems);
        };
    }

    /**
     * The configuration that a node on this folder works with, for who looks beside it: as {@link
     * #load}, but nothing is written.
     *
     * @throws ConfigException as {@link #load}
     */
    public Config look() throws ConfigException {
        boolean fresh = !named && !Files.exists(file) && !Files.exists(folder.resolve(ACCEPTED));
        try {
            byte[] json = fresh ? fresh().getBytes(StandardCharsets.UTF_8) : readSmall(file);
            return switch (ConfigReader.read(name(file), json, environment)) {
                case ConfigReader.Result.Accepted(Config config, List<String> _) -> config;
                case ConfigReader.Result.Refused(List<String> problems) ->
                        lastAccepted(problems).config();
            };
        } catch (IOException e) {
            return lastAccepted(List.of(unreadable(file, e))).config();
        }
    }

    /** The file as it is now; empty where it cannot be read. To notice that it was edited. */
    public byte[] content() {
        try {
            return readSmall(file);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /**
     * Changes the file: what the patch names is replaced, all else is kept. Either the old file or
     * the whole new one is there afterwards.
     *
     * @param json an object with some of the sections of the file
     */
    public Change change(byte[] json) {
        ConfigPatch.Result patched = ConfigPatch.apply(best(), json);
        if (patched instanceof ConfigPatch.Result.Refused(List<String> problems)) {
            return new Change.Refused(problems);
        }
        byte[] content = ((ConfigPatch.Result.Patched) patched).content();
        return switch (ConfigReader.read(ConfigPatch.BODY, content, environment)) {
            case ConfigReader.Result.Refused(List<String> problems) -> new Change.Refused(problems);
            case ConfigReader.Result.Accepted(Config config, List<String> warnings) -> {
                try {
                    writeAtomically(Files.exists(file) ? file.toRealPath() : file, content);
                } catch (IOException e) {
                    yield new Change.Unwritten(
                            file + ": cannot be written: " + reason(e) + "; make it writable");
                }
                Path accepted = folder.resolve(ACCEPTED);
                yield new Change.Written(
                        new Loaded(config, file, keep(content, accepted, warnings), List.of()),
                        content);
            }
        };
    }

    /** What came of changing the file. */
    public sealed interface Change {
        /** It was written, with that content. */
        record Written(Loaded loaded, byte[] content) implements Change {}

        /**
         * @param problems one line each: the path, the value and what was expected
         */
        record Refused(List<String> problems) implements Change {}

        /** It is good, but could not be written; the reason names the file and the remedy. */
        record Unwritten(String why) implements Change {}
    }

    /** What a change begins with: the file where it can be used, else the last accepted copy. */
    private byte[] best() {
        byte[] present = content();
        if (ConfigReader.read(name(file), present, environment)
                instanceof ConfigReader.Result.Accepted) {
            return present;
        }
        try {
            return readSmall(folder.resolve(ACCEPTED));
        } catch (IOException e) {
            return fresh().getBytes(StandardCharsets.UTF_8);
        }
    }

    private Loaded lastAccepted(List<String> problems) throws ConfigException {
        Path accepted = folder.resolve(ACCEPTED);
        if (!Files.exists(accepted)) {
            throw new ConfigException(problems);
        }
        var all = new ArrayList<>(problems);
        try {
            switch (ConfigReader.read(ACCEPTED, readSmall(accepted), environment)) {
                case ConfigReader.Result.Accepted(Config config, List<String> warnings) -> {
                    return new Loaded(config, file, warnings, problems);
                }
                case ConfigReader.Result.Refused(List<String> more) -> all.addAll(more);
            }
        } catch (IOException e) {
            all.add(unreadable(accepted, e));
        }
        throw new ConfigException(all.stream().distinct().toList());
    }

    /** A good configuration that cannot be kept is still good. */
    private static List<String> keep(byte[] json, Path accepted, List<String> warnings) {
        try {
            if (!Files.exists(accepted) || !Arrays.equals(json, readSmall(accepted))) {
                writeAtomically(accepted, json);
            }
            return warnings;
        } catch (IOException e) {
            var all = new ArrayList<>(warnings);
            all.add(accepted + ": cannot be written: " + reason(e));
            return all;
        }
    }

    private String fresh() {
        return """
        {
          "this_central": {"id": "%s", "ip": "auto", "p2p_port": 9000, "api_port": 8000},
          "peer_centrals": []
        }
        """
                .formatted(idFromHostName(hostName));
    }

    private void writeFresh() throws ConfigException {
        try {
            writeAtomically(file, fresh().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ConfigException(
                    List.of(
                            file
                                    + ": cannot be written: "
                                    + reason(e)
                                    + "; make the folder writable, or choose another with --data"));
        }
    }

    /** The first label of the host name with dashes for what a central id cannot have. */
    static String idFromHostName(String hostName) {
        String host = hostName.strip();
        if (IPV4.matcher(host).matches() || host.equals("localhost")) {
            return FALLBACK_ID;
        }
        int dot = host.indexOf('.');
        String id =
                (dot < 0 ? host : host.substring(0, dot))
                        .replaceAll("[^A-Za-z0-9]+", "-")
                        .replaceAll("^-", "");
        String cut = id.substring(0, Math.min(id.length(), MAX_ID_LENGTH)).replaceAll("-$", "");
        return cut.isEmpty() ? FALLBACK_ID : cut;
    }

    /**
     * A file that may be a configuration.
     *
     * @throws IOException also where it is too large for one
     */
    public static byte[] readSmall(Path path) throws IOException {
        long bytes = Files.size(path);
        if (bytes > MAX_FILE_BYTES) {
            throw new IOException(
                    bytes + " bytes, expected a file of at most " + MAX_FILE_BYTES + " bytes");
        }
        return Files.readAllBytes(path);
    }

    /** Either the old file or the whole new one is there after a power cut. */
    static void writeAtomically(Path target, byte[] content) throws IOException {
        Path fresh =
                Files.createTempFile(
                        target.toAbsolutePath().getParent(), TemporaryName.prefix(target), ".tmp");
        try {
            try (var out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                var buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                out.force(true);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static String unreadable(Path path, IOException e) {
        return path + ": cannot be read: " + reason(e);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + " " + e.getMessage();
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
