package dev.stationmaster.desktop.shell;

import dev.stationmaster.desktop.preferences.Preferences;
import dev.stationmaster.desktop.task.FxTaskRunner;
import dev.stationmaster.desktop.theme.Theme;

/// What every screen is given: where to go, how to ask, how to tell, how to look, how to work in the background.
public record Desk(
        Session session,
        Navigator navigator,
        DialogService dialogs,
        Notices notices,
        Theme theme,
        FxTaskRunner runner,
        Preferences preferences) {}
