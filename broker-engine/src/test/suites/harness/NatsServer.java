import dev.stationmaster.engine.boot.BrokerMain;
import dev.stationmaster.engine.boot.Standby;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Takes the command line and the configuration file that nats-server takes and becomes a bare broker.
///
/// `--config F`, `-p|--port N`, `-a|--addr A`, `-js`, `-sd D`, `-m N`, `--user U`, `--pass P`, `--auth T`; levels of
/// logging are ignored. `--standby` alone: the command line comes later, on stdin. Without a store directory, data is kept in the folder of the property `suite.store`, one folder
/// for each client port, so that a server that comes back finds it.
public final class NatsServer {
    private final Map<String, Object> broker = new LinkedHashMap<>();

    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).equals(List.of("--standby"))) {
            arguments = Standby.await();
        }
        if (List.of(arguments).contains("--version") || List.of(arguments).contains("-v")) {
            System.out.println("nats-server: v2.10.7");
            return;
        }
        NatsServer server = new NatsServer();
        server.broker.put("jetstream", false);
        server.flags(arguments);
        server.start();
    }

    private void flags(String[] arguments) throws IOException {
        for (int at = 0; at < arguments.length; at++) {
            String flag = arguments[at].replaceFirst("^--?", "");
            switch (flag) {
                case "config", "c" -> file(Conf.parse(Files.readString(Path.of(arguments[++at]))));
                case "port", "p" -> broker.put("port", Integer.parseInt(arguments[++at]));
                case "addr", "a", "net" -> broker.put("host", arguments[++at]);
                case "store_dir", "sd" -> broker.put("store_dir", arguments[++at]);
                case "http_port", "m" -> broker.put("http_port", Integer.parseInt(arguments[++at]));
                case "user" -> broker.put("user", arguments[++at]);
                case "pass" -> broker.put("pass", arguments[++at]);
                case "auth" -> broker.put("token", arguments[++at]);
                // What the file says of it stays.
                case "js", "jetstream" -> broker.replace("jetstream", false, true);
                case "D", "V", "DV", "DVV", "VV" -> {}
                default -> throw new IllegalArgumentException("flag " + arguments[at] + " is not known");
            }
        }
    }

    private void file(Map<String, Object> conf) {
        conf.forEach((key, value) -> {
            switch (key) {
                case "net", "host" -> broker.put("host", value);
                case "listen" -> listen(String.valueOf(value));
                case "http", "http_port" -> broker.put("http_port", port(value));
                case "ws", "websocket" -> broker.put("websocket", value);
                case "authorization" -> authorization(map(value));
                case "jetstream" -> jetstream(value);
                case "accounts" -> {
                    map(value).values().forEach(account -> passwords(map(account)));
                    broker.put(key, value);
                }
                default -> broker.put(key, value);
            }
        });
    }

    /// Users may say `username` and `pass` as well.
    private static void passwords(Map<String, Object> holder) {
        if (holder.get("users") instanceof List<?> users) {
            for (Object each : users) {
                Map<String, Object> user = map(each);
                Map.of("pass", "password", "username", "user").forEach((other, key) -> {
                    if (user.containsKey(other)) {
                        user.put(key, user.remove(other));
                    }
                });
            }
        }
    }

    private void listen(String address) {
        int colon = address.lastIndexOf(':');
        if (colon > 0) {
            broker.put("host", address.substring(0, colon));
        }
        broker.put("port", Math.max(0, Integer.parseInt(address.substring(colon + 1))));
    }

    private void jetstream(Object value) {
        broker.put("jetstream", value instanceof Map ? value : !Boolean.FALSE.equals(value));
        if (value instanceof Map<?, ?> given && (given.get("store_dir") != null || given.get("storedir") != null)) {
            broker.put("store_dir", given.get(given.get("store_dir") != null ? "store_dir" : "storedir"));
        }
    }

    private void authorization(Map<String, Object> given) {
        passwords(given);
        given.forEach((key, value) -> {
            switch (key) {
                case "user", "token", "users", "default_permissions" -> broker.put(key, value);
                case "username" -> broker.put("user", value);
                case "pass", "password" -> broker.put("pass", value);
                case "timeout" -> broker.put("auth_timeout", value);
                // The others are variables, used already.
                default -> {}
            }
        });
    }

    private void start() throws IOException {
        if (broker.get("store_dir") == null) {
            Path stores = Path.of(System.getProperty("suite.store"));
            broker.put("store_dir", stores.resolve(String.valueOf(broker.getOrDefault("port", 4222))).toString());
        }
        Path config = Files.createTempFile("broker", ".json");
        config.toFile().deleteOnExit();
        Files.writeString(config, JsonMapper.builder().build().writeValueAsString(broker));
        BrokerMain.main(new String[] {"--json", "--config", config.toString()});
    }

    private static Object port(Object value) {
        return value instanceof String text ? Integer.valueOf(text.substring(text.lastIndexOf(':') + 1)) : value;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
