package dev.gatehouse.node;

import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.model.Health;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Whether the parts of a node work, in words for people. Pure functions. */
final class Checks {
    private Checks() {}

    /**
     * @param trouble why the store cannot write; null where it can
     * @param ports those of the ports
     * @param configProblems what is wrong in the configuration; empty where nothing is
     * @param configFile where that is written
     */
    static Health of(
            @Nullable StoreException trouble,
            List<Health.Check> ports,
            List<String> configProblems,
            String configFile) {
        List<Health.Check> checks = new ArrayList<>();
        checks.add(
                trouble == null
                        ? Health.Check.well("store")
                        : Health.Check.broken(
                                "store",
                                Health.Code.STORE_CANNOT_WRITE,
                                String.valueOf(trouble.getMessage()),
                                trouble.trouble().name()));
        checks.addAll(ports);
        checks.add(
                configProblems.isEmpty()
                        ? Health.Check.well("config")
                        : Health.Check.broken(
                                "config",
                                Health.Code.CONFIG_SLIP,
                                String.join(" · ", configProblems),
                                String.valueOf(configProblems.size()),
                                configProblems.getFirst(),
                                configFile));
        return new Health(List.copyOf(checks));
    }
}
