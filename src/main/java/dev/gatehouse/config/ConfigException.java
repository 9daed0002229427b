package dev.gatehouse.config;

import java.util.List;

/**
 * There is no configuration to work with. The message has one line for each problem, each with what
 * is wrong and what was expected.
 */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    ConfigException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
