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
import java.util.Map;

/** The options of every command that works on a data folder. */
final class FolderOptions {
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

    /** The folder that was named, or the user's own. */
    Path folder() {
        return data != null
                ? data
                : DataFolder.byDefault(
                        System.getProperty("os.name", ""),
                        System.getenv(),
                        Path.of(System.getProperty("user.home", ".")));
    }

    /** The file with the configuration of that folder. */
    ConfigStore store(Path of) {
        Map<String, String> environment = System.getenv();
        return new ConfigStore(of, config, environment, Booth.hostName(environment));
    }

    /** The configuration, for who does not hold the folder. */
    Config look() throws ConfigException {
        return store(folder()).look();
    }
}
