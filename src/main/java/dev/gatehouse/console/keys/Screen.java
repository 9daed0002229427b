package dev.gatehouse.console.keys;

/** The screens that are built, under their final numbers. */
public enum Screen {
    GATE("tab.gate", Shortcut.GATE),
    HISTORY("tab.history", Shortcut.HISTORY),
    PEERS("tab.peers", Shortcut.PEERS),
    DIAGNOSTICS("tab.diagnostics", Shortcut.DIAGNOSTICS);

    private final String key;
    private final Shortcut shortcut;

    Screen(String key, Shortcut shortcut) {
        this.key = key;
        this.shortcut = shortcut;
    }

    /** Key of its name in the texts. */
    public String key() {
        return key;
    }

    /** The key that opens it. */
    public Shortcut shortcut() {
        return shortcut;
    }
}
