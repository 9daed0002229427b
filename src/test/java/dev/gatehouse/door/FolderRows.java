package dev.gatehouse.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Places where data folders lie, and files as editors of other systems write them. */
final class FolderRows {
    private static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("win");

    private FolderRows() {}

    static List<Row> of(Stage stage) {
        return List.of(
                Row.each(
                        "a data folder of any legal name works",
                        names(),
                        name -> works(stage.in(name).configured(""))),
                Row.each(
                        "a config.json of any Unicode encoding is read",
                        List.of(
                                StandardCharsets.UTF_8,
                                StandardCharsets.UTF_16LE,
                                StandardCharsets.UTF_16BE),
                        encoding -> encoded(stage, encoding)));
    }

    /** Vietnamese names only where this process itself can write them. */
    private static List<String> names() {
        var any = Stream.of("a#b", "100%", "a%20b", "a&b=c;d", "it's 'it'", " a ", "[a]+{b}");
        var posix = WINDOWS ? Stream.<String>of() : Stream.of("a?mode=ro", "a:b", "a\"b");
        boolean unicode = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
        var letters = unicode ? Stream.of("Bãi xe số 1", "停车场") : Stream.<String>of();
        return Stream.of(any, posix, letters).flatMap(each -> each).toList();
    }

    private static void works(GateNode idle) throws Exception {
        try (GateNode node = idle.start()) {
            node.client().open("edge-1", "38A-100.01").done("ENTRY");
            node.client().row("38A-100.01");
            assertThat(Files.size(node.database())).isPositive();
        }
    }

    private static void encoded(Stage stage, Charset encoding) throws Exception {
        works(stage.idle(new HandSetClock()).configured("", "\uFEFF", encoding));
    }
}
