package dev.gatehouse.cli;

import dev.gatehouse.config.Config;
import dev.gatehouse.config.ConfigException;
import dev.gatehouse.config.ConfigStore;
import dev.gatehouse.config.DataFolder;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;

/** The options of every command that works on a data folder. */
final class FolderOptions {
    /** What stands for bytes that are no letters. */
    private static final char GARBLED = '\ufffd';

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The data folder; by default the user's own.")
    @Nullable Path data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The configuration; by default config.json in the data folder.")
    @Nullable Path config;

    /**
     * Takes one of them by its name.
     *
     * @return false where there is no such option, it was taken before or its value is no path
     */
    boolean set(String name, String value) {
        try {
            if (name.equals("--data") && data == null) {
                data = Path.of(value);
                return true;
            }
            if (name.equals("--config") && config == null) {
                config = Path.of(value);
                return true;
            }
            return false;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /**
     * The folder that was named, or the user's own.
     *
     * @throws FailedException when its name came garbled
     */
    Path folder() throws FailedException {
        try {
            return legible(
                    data != null
                            ? data
                            : DataFolder.byDefault(
                                    System.getProperty("os.name", ""),
                                    System.getenv(),
                                    Path.of(System.getProperty("user.home", "."))));
        } catch (InvalidPathException e) {
            throw illegible(e.getInput());
        }
    }

    /**
     * The same path. The system's locale may have no letters such as its own, and a name may have
     * bytes that are no letters at all: what comes then is another name, which must not be used.
     *
     * @throws FailedException when the name came garbled
     */
    static Path legible(Path path) throws FailedException {
        if (path.toString().indexOf(GARBLED) >= 0) {
            throw illegible(path.toString());
        }
        return path;
    }

    /** What to say of a name that came garbled. */
    static FailedException illegible(String name) {
        return new FailedException(
                "the name '"
                        + name
                        + "' has letters that this system's locale cannot tell, or that are no"
                        + " UTF-8: start Gatehouse with LC_ALL=C.UTF-8, or rename the folder or"
                        + " file");
    }

    /** The site's time zone, or this computer's where the configuration does not tell. */
    ZoneId zone() throws FailedException {
        try {
            return look().site().zone();
        } catch (ConfigException broken) {
            return ZoneId.systemDefault();
        }
    }

    /** The file with the configuration of that folder. */
    ConfigStore store(Path of) throws FailedException {
        Map<String, String> environment = System.getenv();
        Path named = config == null ? null : legible(config);
        try {
            return new ConfigStore(of, named, environment, Booth.hostName(environment));
        } catch (InvalidPathException e) {
            throw illegible(e.getInput());
        }
    }

    /** The configuration, for who does not hold the folder. */
    Config look() throws ConfigException, FailedException {
        return store(folder()).look();
    }
}
