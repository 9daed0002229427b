package dev.gatehouse.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Properties;

/** When this program was built: no clock that is right shows an earlier time. */
final class BuildTime {
    private BuildTime() {}

    /** The instant that the build wrote, the same in every build of one version. */
    static Instant read() {
        try (InputStream in = BuildTime.class.getResourceAsStream("build.properties")) {
            var properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return Instant.parse(properties.getProperty("built", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DateTimeException notFiltered) { // started from an editor that fills in nothing
            return Instant.EPOCH;
        }
    }
}
