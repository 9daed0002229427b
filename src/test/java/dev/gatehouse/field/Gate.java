package dev.gatehouse.field;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether Gatehouse became slower against the bare batch since the ratios were kept. They are kept,
 * and not milliseconds, so that another machine can tell.
 */
final class Gate {
    /** Half as much again is more than a machine's mood. */
    static final double WORSE = 1.5;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Gate() {}

    /** The ratios that are kept, by rows. */
    static Map<Integer, Double> read(Path file) throws IOException {
        return JSON.readValue(Files.readString(file), new TypeReference<>() {});
    }

    static void write(Path file, Map<Integer, Double> ratios) throws IOException {
        var rounded = new TreeMap<Integer, Double>();
        ratios.forEach((rows, ratio) -> rounded.put(rows, Math.round(ratio * 100) / 100.0));
        Files.writeString(file, JSON.writeValueAsString(rounded) + "\n");
    }

    /**
     * What became worse, a line each; empty where nothing did.
     *
     * @param kept and now: how many times as long as the bare batch, by rows
     */
    static List<String> verdicts(Map<Integer, Double> kept, Map<Integer, Double> now) {
        var worse = new ArrayList<String>();
        new TreeMap<>(kept)
                .forEach(
                        (rows, before) -> {
                            Double ratio = now.get(rows);
                            if (ratio == null) {
                                worse.add(
                                        String.format(Locale.ROOT, "%,d rows: not measured", rows));
                            } else if (ratio > before * WORSE) {
                                worse.add(
                                        String.format(
                                                Locale.ROOT,
                                                "%,d rows missed: %.1f times the bare batch, was"
                                                        + " %.1f: %.0f %% worse",
                                                rows,
                                                ratio,
                                                before,
                                                (ratio / before - 1) * 100));
                            }
                        });
        return worse;
    }
}
