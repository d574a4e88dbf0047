package dev.stationmaster.metadata;

/// A coloured word on stations, schemas and users.
///
/// @param color `r, g, b`
public record Tag(int id, String name, String color) {
    public static final String DEFAULT_COLOR = "101, 87, 255";
}
