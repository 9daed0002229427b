package dev.gatehouse.model;

/** Is told how far a long work has come. Any thread; must be quick. */
@FunctionalInterface
public interface Progress {
    /**
     * @param what is counted, such as {@code events}
     * @param done so many of them
     * @param total of so many
     */
    void at(String what, long done, long total);
}
