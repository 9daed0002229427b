package dev.gatehouse.field;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All figures in a JSON file, so that a part can be measured by itself and the rest stays. What is
 * measured again takes the place of what was.
 */
final class Results {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** As the file has it. */
    record Kept(Map<String, String> environment, List<Figure> figures) {}

    private final Path file;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, Figure> figures = new LinkedHashMap<>();

    Results(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            Kept kept = JSON.readValue(Files.readString(file), new TypeReference<>() {});
            environment.putAll(kept.environment());
            kept.figures().forEach(figure -> figures.put(figure.key(), figure));
        }
    }

    void environment(Map<String, String> now) throws IOException {
        environment.putAll(now);
        save();
    }

    /** Keeps it, on the disk too: a run of all takes an hour. */
    void add(Figure figure) throws IOException {
        figures.put(figure.key(), figure);
        save();
        System.err.println(
                figure.key()
                        + ": "
                        + (figure.isMeasured()
                                ? "%.2f %s".formatted(figure.median(), figure.unit())
                                : figure.why()));
    }

    private void save() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file,
                JSON.writeValueAsString(new Kept(environment, new ArrayList<>(figures.values())))
                        + "\n");
    }

    Map<String, String> environment() {
        return new LinkedHashMap<>(environment);
    }

    Collection<Figure> figures() {
        return List.copyOf(figures.values());
    }

    Optional<Figure> find(String part, String system, int size, String disk) {
        return figures.values().stream()
                .filter(
                        f ->
                                f.part().equals(part)
                                        && f.system().equals(system)
                                        && f.size() == size
                                        && f.disk().equals(disk))
                .findAny();
    }
}
