package dev.stationmaster.desktop.control;

/// The marks and icons of the console as paths on a grid of 16; drawn by us, so that no font decides their shape.
public enum Glyph {
    CLUSTER("M3 3.5h10v3.6H3z M3 8.9h10v3.6H3z M5 5.3h2.4 M5 10.7h2.4", false),
    STATIONS("M8 2.9a5.1 5.1 0 1 0 0 10.2a5.1 5.1 0 1 0 0-10.2z M1 8h14", false),
    DEAD_LETTERS("M2.8 3.8h10.4v7H2.8z M2.8 4.2L8 8.2l5.2-4 M6 13.4h4", false),
    CONNECT("M6 2.2v3.6 M10 2.2v3.6 M4 5.8h8v2.4a4 4 0 0 1-8 0z M8 12.2v2.4", false),
    SETTINGS(
            "M8 5.6a2.4 2.4 0 1 0 0 4.8a2.4 2.4 0 1 0 0-4.8z M8 1.8v2 M8 12.2v2 M1.8 8h2 M12.2 8h2 "
                    + "M3.6 3.6L5 5 M11 11l1.4 1.4 M3.6 12.4L5 11 M11 5l1.4-1.4",
            false),
    SEARCH("M7 2.8a4.2 4.2 0 1 0 0 8.4a4.2 4.2 0 1 0 0-8.4z M10.2 10.2L13.4 13.4", false),
    BELL("M4 11V7.2a4 4 0 0 1 8 0V11l1.2 1.2H2.8z M6.8 14h2.4", false),
    LIVE("M12.6 5.4A5.2 5.2 0 1 0 13.2 8.6 M12.9 2.6v3.1H9.8", false),
    PAUSE("M5 3.5v9 M11 3.5v9", false),
    PLAY("M5 3.2l7.4 4.8L5 12.8z", true),
    STOP("M4 4h8v8H4z", true),
    PLUS("M8 3v10 M3 8h10", false),
    CHEVRON_DOWN("M4.4 6.2L8 9.8l3.6-3.6", false),
    CHEVRON_RIGHT("M6.2 4.4L9.8 8l-3.6 3.6", false),
    CROSS("M4 4l8 8 M12 4l-8 8", false),
    CHECK("M3 8.4l3.4 3.4L13 4.6", false),
    MORE("M3 6.9h2.2v2.2H3z M6.9 6.9h2.2v2.2H6.9z M10.8 6.9H13v2.2h-2.2z", true),
    TABLE("M2.5 3.5h11v9h-11z M2.5 6.5h11 M6.5 6.5v6", false),
    COPY("M5.5 5.5h8v8h-8z M10.5 5.5v-3h-8v8h3", false),
    TONE("M8 1.9a6.1 6.1 0 0 0 0 12.2z M8 1.9a6.1 6.1 0 0 1 0 12.2v-1.4a4.7 4.7 0 0 0 0-9.4z", true),
    STAR("M8 1.4l1.95 4.4 4.75.5-3.55 3.2 1 4.7L8 11.8l-4.15 2.4 1-4.7L1.3 6.3l4.75-.5z", true),
    DOT("M8 1.9a6.1 6.1 0 1 0 0 12.2a6.1 6.1 0 1 0 0-12.2z", true),
    HALF("M8 1.9a6.1 6.1 0 0 0 0 12.2z M8 1.9a6.1 6.1 0 0 1 0 12.2v-1.6a4.5 4.5 0 0 0 0-9z", true),
    RING("M8 2.6a5.4 5.4 0 1 0 0 10.8a5.4 5.4 0 1 0 0-10.8z", false),
    TRIANGLE("M8 2.4l6.4 11.2H1.6z", true),
    UP_RIGHT("M4 12l8-8 M6 4h6v6", false),
    DOWN_RIGHT("M4 4l8 8 M12 6v6H6", false),
    RIGHT("M2.5 8h11 M9.5 4l4 4-4 4", false),
    FOLDER("M2 4h4.4l1.4 1.6H14v7.2H2z", false);

    private final String path;
    private final boolean filled;

    Glyph(String path, boolean filled) {
        this.path = path;
        this.filled = filled;
    }

    public String path() {
        return path;
    }

    public boolean filled() {
        return filled;
    }
}
