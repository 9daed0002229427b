package dev.gatehouse.original;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A link whose far end only listens. */
final class Ear implements OriginalCentral.Link {
    final List<String> texts = new ArrayList<>();
    @Nullable Integer closeCode;

    @Override
    public void send(String text) {
        texts.add(text);
    }

    @Override
    public void close(int code, String reason) {
        closeCode = code;
    }

    List<JsonNode> came(String type) {
        return texts.stream()
                .map(text -> Objects.requireNonNull(OriginalFrames.read(text)))
                .filter(frame -> frame.path("type").asString("").equals(type))
                .toList();
    }

    JsonNode last(String type) {
        return came(type).getLast();
    }

    int bytesOfLast() {
        return texts.getLast().getBytes(StandardCharsets.UTF_8).length;
    }
}
