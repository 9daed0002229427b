package dev.gatehouse.model;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The JDBC address of an SQLite file. The driver reads what follows a {@code ?} as settings, and
 * SQLite reads {@code file:} as a URI, so a path goes in as a URI with every odd byte escaped.
 */
public final class SqliteUrl {
    private static final String PREFIX = "jdbc:sqlite:file://";
    private static final String UNESCAPED = "-._~/";

    private SqliteUrl() {}

    /** The address of a file under any name that the system allows. */
    public static String of(Path file) {
        Path absolute = file.toAbsolutePath();
        String path = absolute.toString();
        boolean drive = !path.startsWith("/");
        if (drive) { // Windows: C:\… becomes /C:/…
            path = "/" + path.replace('\\', '/');
        }
        var url = new StringBuilder(PREFIX);
        for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            if (isPlain(c) || (drive && c == ':')) {
                url.append(c);
            } else {
                url.append('%').append(hex(c >> 4)).append(hex(c & 0xf));
            }
        }
        return url.toString();
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || UNESCAPED.indexOf(c) >= 0;
    }

    private static char hex(int digit) {
        return Character.toUpperCase(Character.forDigit(digit, 16));
    }
}
