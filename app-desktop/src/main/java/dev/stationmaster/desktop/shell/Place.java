package dev.stationmaster.desktop.shell;

import dev.stationmaster.desktop.control.Glyph;
import dev.stationmaster.desktop.i18n.Texts;

/// Somewhere in the console, with an address that can be copied and typed.
public sealed interface Place {
    record FirstRun() implements Place {}

    record Cluster() implements Place {}

    record Stations() implements Place {}

    /// One station; `tab` says which side of it.
    record Station(String name, Tab tab) implements Place {}

    /// Dead letters of one station, or of all when the name is empty.
    record DeadLetters(String station) implements Place {}

    record Connect() implements Place {}

    record Settings() implements Place {}

    enum Tab {
        OVERVIEW,
        MESSAGES
    }

    /// The entries of the sidebar, in the order of Ctrl+1…9.
    enum Entry {
        CLUSTER(Glyph.CLUSTER, new Cluster()),
        STATIONS(Glyph.STATIONS, new Stations()),
        DEAD_LETTERS(Glyph.DEAD_LETTERS, new DeadLetters("")),
        CONNECT(Glyph.CONNECT, new Connect()),
        SETTINGS(Glyph.SETTINGS, new Settings());

        private final Glyph glyph;
        private final Place place;

        Entry(Glyph glyph, Place place) {
            this.glyph = glyph;
            this.place = place;
        }

        public Glyph glyph() {
            return glyph;
        }

        public Place place() {
            return place;
        }

        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        public String label() {
            return Texts.t("nav." + id());
        }
    }

    /// The sidebar entry that this place belongs to.
    default Entry entry() {
        return switch (this) {
            case FirstRun(), Cluster() -> Entry.CLUSTER;
            case Stations() -> Entry.STATIONS;
            case Station(var _, var _) -> Entry.STATIONS;
            case DeadLetters(var _) -> Entry.DEAD_LETTERS;
            case Connect() -> Entry.CONNECT;
            case Settings() -> Entry.SETTINGS;
        };
    }

    /// The address, such as `stations/orders/messages`.
    default String address() {
        return switch (this) {
            case FirstRun() -> "first-run";
            case Cluster() -> "cluster";
            case Stations() -> "stations";
            case Station(var name, var tab) -> "stations/" + name + (tab == Tab.MESSAGES ? "/messages" : "");
            case DeadLetters(var station) -> station.isEmpty() ? "dead-letters" : "dead-letters?station=" + station;
            case Connect() -> "connect";
            case Settings() -> "settings";
        };
    }

    /// The place of an address; one that is not understood leads to the cluster.
    static Place of(String address) {
        String[] parts = address.split("/", -1);
        if (parts[0].equals("stations")) {
            if (parts.length < 2 || parts[1].isEmpty()) {
                return new Stations();
            }
            return new Station(parts[1], parts.length > 2 && parts[2].equals("messages") ? Tab.MESSAGES : Tab.OVERVIEW);
        }
        if (parts[0].startsWith("dead-letters")) {
            int at = address.indexOf("station=");
            return new DeadLetters(at < 0 ? "" : address.substring(at + "station=".length()));
        }
        return switch (parts[0]) {
            case "connect" -> new Connect();
            case "settings" -> new Settings();
            default -> new Cluster();
        };
    }
}
