package dev.stationmaster.desktop.i18n;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextsTest {
    private static final Pattern USE = Pattern.compile("\\bt\\(\\s*\"([a-z][A-Za-z0-9.-]*)\"\\s*[,)]");
    private final ResourceBundle bundle = ResourceBundle.getBundle("dev.stationmaster.desktop.i18n.texts");

    @Test
    void everyTextThatTheCodeNamesExists() throws IOException {
        List<String> missing = new ArrayList<>();
        Set<String> keys = bundle.keySet();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher use = USE.matcher(Files.readString(file));
                while (use.find()) {
                    if (!keys.contains(use.group(1))) {
                        missing.add(file.getFileName() + ": " + use.group(1));
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyPatternIsWellFormed() {
        for (String key : bundle.keySet()) {
            assertThat(new MessageFormat(bundle.getString(key)).format(new Object[] {1, 2, 3, 4, 5}))
                    .isNotNull();
        }
    }

    @Test
    void pluralsFollowTheNumber() {
        assertThat(Texts.t("map.members", 0)).isEqualTo("0 members");
        assertThat(Texts.t("map.members", 1)).isEqualTo("1 member");
        assertThat(Texts.t("map.members", 3)).isEqualTo("3 members");
        assertThat(Texts.t("station.shape", 1, 3)).isEqualTo("1 partition · 3 copies");
    }
}
