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

    /** The next larger one; the largest has none and gives itself. */
    public FontScale larger() {
        return values()[Math.min(values().length - 1, ordinal() + 1)];
    }

    /** The next smaller one; the first has none and gives itself. */
    public FontScale smaller() {
        return values()[Math.max(0, ordinal() - 1)];
    }
}
