package dev.gatehouse.console.settings;

/** How the window last filled the screen. */
public enum WindowMode {
    NORMAL,
    MAXIMIZED,
    FULL_SCREEN
}
