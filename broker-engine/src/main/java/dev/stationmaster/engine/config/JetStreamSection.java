package dev.stationmaster.engine.config;

import dev.stationmaster.engine.config.BareConfig.JetStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// `jetstream: {store_dir, domain, max_mem, max_file}`, or true or false.
///
/// @param storeDir `""` when it is not said here
record JetStreamSection(JetStream jetstream, String storeDir) {
    private static final Set<String> SERVED = Set.of(
            "enabled",
            "store_dir",
            "storedir",
            "domain",
            "max_mem",
            "max_memory_store",
            "max_mem_store",
            "max_file",
            "max_file_store");
    private static final Set<String> NOT_SERVED_YET = Set.of("key", "cipher", "limits", "unique_tag");
    private static final Pattern DOMAIN = Pattern.compile("[^.*>\\s]+");
    private static final long UNLIMITED = -1;

    static JetStreamSection read(ConfigValues file, List<String> problems, KnownKeys keys) {
        JsonNode json = file.node("jetstream");
        if (!json.isObject()) {
            if (file.has("jetstream") && !json.isBoolean()) {
                file.problem("jetstream", "true, false or an object");
            }
            return new JetStreamSection(new JetStream(json.asBoolean(true), "", UNLIMITED, UNLIMITED), "");
        }
        ConfigValues values = new ConfigValues("jetstream.", json, problems);
        keys.check(json, "jetstream.", SERVED, NOT_SERVED_YET);
        String domain = values.text("domain");
        if (!domain.isEmpty() && !DOMAIN.matcher(domain).matches()) {
            values.problem("domain", "a name without dots, stars, '>' and blanks");
        }
        return new JetStreamSection(
                new JetStream(
                        !values.has("enabled") || values.flag("enabled"),
                        domain,
                        size(values, "max_mem", "max_memory_store", "max_mem_store"),
                        size(values, "max_file", "max_file_store")),
                values.text(values.has("store_dir") ? "store_dir" : "storedir"));
    }

    /// The first of these names that is there; -1 when none is.
    static long size(ConfigValues values, String... names) {
        for (String name : names) {
            if (values.has(name) && !values.isMinusOne(name)) {
                return values.size(name, 0, Long.MAX_VALUE).orElse(UNLIMITED);
            }
        }
        return UNLIMITED;
    }

    /// Where data is kept: said here or for the whole file.
    Optional<Path> store(ConfigValues file) {
        String said = storeDir.isEmpty() ? file.text("store_dir") : storeDir;
        return said.isEmpty() ? Optional.empty() : Optional.of(Path.of(said));
    }
}
