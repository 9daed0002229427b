package dev.gatehouse.node;

import dev.gatehouse.config.Config;
import dev.gatehouse.model.NodeInfo;
import dev.gatehouse.picture.PictureLimits;
import dev.gatehouse.sync.SyncSettings;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;

/** What the parts of a node take from its configuration. Pure functions. */
final class FromConfig {
    private FromConfig() {}

    static NodeInfo info(Config config, String version, @Nullable Path configFile) {
        Config.ThisCentral self = config.thisCentral();
        String name = config.site().name();
        return new NodeInfo(
                self.id(),
                name == null ? self.id().value() : name,
                config.site().zone(),
                config.site().capacity(),
                version,
                self.ip(),
                self.p2pPort(),
                self.apiPort(),
                configFile);
    }

    static SyncSettings sync(Config config) {
        return new SyncSettings(
                config.thisCentral().id(),
                Addresses.of(config),
                config.sync().autoOnConnect(),
                config.sync().pageSize(),
                Duration.ofSeconds(config.mesh().heartbeatSeconds()),
                config.site().zone(),
                new SyncSettings.WithOriginals(
                        Duration.ofSeconds(config.mesh().originalHeartbeatSeconds()),
                        Duration.ofDays(config.sync().windowDays()),
                        config.sync().requestLimit()));
    }

    static PictureLimits pictures(Config config) {
        Config.Pictures told = config.pictures();
        return new PictureLimits(Duration.ofDays(told.days()), (long) told.maxGb() << 30);
    }
}
