package dev.stationmaster.desktop.boot;

import javafx.application.Application;

/// Opens the console. Not an [Application] itself, so that it starts from a plain class path too.
public final class ConsoleMain {
    private ConsoleMain() {}

    public static void main(String[] arguments) {
        Application.launch(ConsoleApp.class, arguments);
    }
}
