package dev.stationmaster.desktop.i18n;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// Every text of the console, by key, from the bundle of the user's language.
public final class Texts {
    private static final ResourceBundle BUNDLE =
            ResourceBundle.getBundle("dev.stationmaster.desktop.i18n.texts", Locale.getDefault());

    private Texts() {}

    /// The text of a key, with its arguments put in; plurals are choices inside the pattern.
    public static String t(String key, Object... arguments) {
        String pattern = BUNDLE.getString(key);
        return arguments.length == 0 ? pattern : new MessageFormat(pattern, Locale.getDefault()).format(arguments);
    }
}
