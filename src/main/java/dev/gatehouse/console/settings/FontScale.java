package dev.gatehouse.console.settings;

/** How large all that is shown is, beside what the operating system does. */
public enum FontScale {
    NORMAL(100),
    LARGE(125),
    LARGEST(150);

    private final int percent;

    FontScale(int percent) {
        this.percent = percent;
    }

    public int percent() {
        return percent;
    }

    public double factor() {
        return percent / 100.0;
    }

    /** The next larger one; after the largest the first again. */
    public FontScale larger() {
        return values()[(ordinal() + 1) % values().length];
    }

    /** The next smaller one; the first has none. */
    public FontScale smaller() {
        return values()[Math.max(0, ordinal() - 1)];
    }
}
