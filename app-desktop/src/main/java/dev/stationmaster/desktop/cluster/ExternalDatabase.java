package dev.stationmaster.desktop.cluster;

import dev.stationmaster.metadata.MetadataConfig;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// An external database's URL, `jdbc:postgresql://host:port/database?user=U&password=P`, taken apart so that the
/// password is in
/// no log line.
public final class ExternalDatabase {
    private ExternalDatabase() {}

    static MetadataConfig parse(String url) {
        int question = url.indexOf('?');
        String base = question < 0 ? url : url.substring(0, question);
        String user = System.getProperty("user.name");
        String password = "";
        List<String> rest = new ArrayList<>();
        for (String parameter :
                question < 0 ? new String[0] : url.substring(question + 1).split("&")) {
            if (parameter.startsWith("user=")) {
                user = URLDecoder.decode(parameter.substring(5), StandardCharsets.UTF_8);
            } else if (parameter.startsWith("password=")) {
                password = URLDecoder.decode(parameter.substring(9), StandardCharsets.UTF_8);
            } else {
                rest.add(parameter);
            }
        }
        return new MetadataConfig(rest.isEmpty() ? base : base + "?" + String.join("&", rest), user, password);
    }

    /// Adds user and password that came by the environment, where the URL names none.
    public static String withCredentials(String url, String user, String password) {
        StringBuilder full = new StringBuilder(url);
        if (!user.isEmpty() && !url.matches(".*[?&]user=.*")) {
            full.append(separator(full)).append("user=").append(encoded(user));
        }
        if (!password.isEmpty() && !url.matches(".*[?&]password=.*")) {
            full.append(separator(full)).append("password=").append(encoded(password));
        }
        return full.toString();
    }

    private static char separator(CharSequence url) {
        return url.toString().indexOf('?') < 0 ? '?' : '&';
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
