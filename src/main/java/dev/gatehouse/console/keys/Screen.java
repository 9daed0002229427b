package dev.gatehouse.console.keys;

/** The screens that are built, under their final numbers. */
public enum Screen {
    GATE("tab.gate", Shortcut.GATE, 600, 150), // the booth works in any window
    HISTORY("tab.history", Shortcut.HISTORY, Screen.WIDTH, Screen.HEIGHT),
    PEERS("tab.peers", Shortcut.PEERS, Screen.WIDTH, Screen.HEIGHT),
    DIAGNOSTICS("tab.diagnostics", Shortcut.DIAGNOSTICS, Screen.WIDTH, 490); // seven parts, a log

    /** What is left for a screen, in px, of 1366 × 768 at the largest type. */
    private static final double WIDTH = 876;

    private static final double HEIGHT = 300;

    private final String key;
    private final Shortcut shortcut;
    private final double leastWidth;
    private final double leastHeight;

    Screen(String key, Shortcut shortcut, double leastWidth, double leastHeight) {
        this.key = key;
        this.shortcut = shortcut;
        this.leastWidth = leastWidth;
        this.leastHeight = leastHeight;
    }

    /** Key of its name in the texts. */
    public String key() {
        return key;
    }

    /** The key that opens it. */
    public Shortcut shortcut() {
        return shortcut;
    }

    /** The least width in px in which it can be arranged; with less, it is seen in part. */
    public double leastWidth() {
        return leastWidth;
    }

    /** The least height in px in which it can be arranged; with less, it is seen in part. */
    public double leastHeight() {
        return leastHeight;
    }
}
