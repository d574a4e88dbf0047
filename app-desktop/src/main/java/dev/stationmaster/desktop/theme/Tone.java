package dev.stationmaster.desktop.theme;

/// Light or dark.
public enum Tone {
    LIGHT,
    DARK;

    public Tone other() {
        return this == LIGHT ? DARK : LIGHT;
    }
}
