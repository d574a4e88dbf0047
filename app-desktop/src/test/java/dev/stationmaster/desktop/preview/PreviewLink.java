package dev.stationmaster.desktop.preview;

import dev.stationmaster.desktop.link.ConsoleLink;
import dev.stationmaster.desktop.link.LinkException;
import dev.stationmaster.desktop.link.MessageQuery;
import dev.stationmaster.gateway.view.ClusterView;
import dev.stationmaster.gateway.view.ConnectView;
import dev.stationmaster.gateway.view.DeadLettersView;
import dev.stationmaster.gateway.view.MessagesView;
import dev.stationmaster.gateway.view.ProduceRequest;
import dev.stationmaster.gateway.view.StationRequest;
import dev.stationmaster.gateway.view.StationView;
import dev.stationmaster.gateway.view.StationsView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A cluster of invented figures for tests of the look; no program uses it.
public class PreviewLink implements ConsoleLink {
    /// Every time of the preview stands relative to this moment.
    public static final long NOW = 1_772_460_180_000L;

    public final List<String> calls = new ArrayList<>();
    public boolean wounded;
    public boolean down;
    public int nodes = 3;

    @Override
    public String address() {
        return "127.0.0.1:9000";
    }

    @Override
    public ClusterView cluster() {
        answer("cluster");
        List<ClusterView.Node> list = new ArrayList<>();
        for (int i = 1; i <= nodes; i++) {
            boolean gone = wounded && i == nodes;
            list.add(new ClusterView.Node(
                    i,
                    "memphis-" + (i - 1),
                    gone ? "crashed" : "healthy",
                    "",
                    i == 1,
                    gone ? 0 : 23 - 2 * i,
                    40,
                    gone ? null : 12 + i,
                    0L,
                    420.0,
                    800.0,
                    gone ? null : 26.0 + 5 * i,
                    gone ? null : 122_000_000L - 4_000_000 * i,
                    gone ? 1_100_000_000L : 1_200_000_000L,
                    11_000_000_000L,
                    8_040_000L,
                    0,
                    gone ? new ClusterView.Exit(137, NOW - 14_000) : null,
                    100L + i,
                    "127.0.0.1:" + (6656 + 10 * i),
                    "127.0.0.1:" + (7760 + 10 * i),
                    "127.0.0.1:" + (8212 + 10 * i)));
        }
        List<ClusterView.Placement> places = new ArrayList<>();
        int row = 0;
        for (String name :
                List.of("orders/1", "orders/2", "orders/3", "payments/1", "emails/1", "audit/1", "clicks/1")) {
            List<ClusterView.Member> members = new ArrayList<>();
            int leader = 1 + row % Math.min(nodes, 2);
            for (int i = 1; i <= nodes; i++) {
                boolean gone = wounded && i == nodes;
                members.add(new ClusterView.Member(
                        i,
                        gone ? "down" : i == leader ? "leader" : "follower",
                        name.startsWith("emails") && i == 2 ? 812 : 0));
            }
            places.add(new ClusterView.Placement(
                    name.split("/")[0], Integer.parseInt(name.split("/")[1]), "r3-" + (1 + row % 2), leader, members));
            row++;
        }
        List<ClusterView.Event> events = wounded
                ? List.of(
                        event(14, "node-down", "node 3 killed"),
                        event(13, "leader", "orders / 2: leader 3 → 2 in 640 ms"),
                        event(13, "leader", "audit / 1: leader 3 → 2 in 655 ms"),
                        event(110, "node-up", "emails / 1 on node 2: behind 812, catching up"),
                        event(900, "node-up", "cluster ready in 6.1 s"))
                : List.of(
                        event(7000, "node-up", "node 3 joined"),
                        event(7001, "leader", "r3-1: leader node 2, term 5"),
                        event(7040, "node-up", "cluster ready in 6.1 s"));
        return new ClusterView(
                "local",
                "0.1.0",
                "always",
                8_040_000,
                wounded ? "degraded" : "healthy",
                wounded
                        ? "Everything still works, with no spare. 12 partitions have 2 of 3 copies. If one more node fails, they stop taking messages; nothing acknowledged is lost."
                        : "All nodes serve.",
                list,
                List.of(
                        new ClusterView.Service("gateway", "healthy", List.of(4444, 9000, 7777)),
                        new ClusterView.Service("database", "healthy", List.of(5432))),
                List.of(),
                places,
                new ClusterView.Totals(1240.0, 2391.0, 342L, 17L),
                events,
                300,
                List.of());
    }

    private static ClusterView.Event event(long secondsAgo, String kind, String text) {
        return new ClusterView.Event(NOW - secondsAgo * 1000, kind, text);
    }

    private void answer(String call) {
        calls.add(call);
        if (down) {
            throw LinkException.unreachable("127.0.0.1:9000 does not answer");
        }
    }

    @Override
    public void node(int node, NodeAction action) {
        answer("node " + node + " " + action);
    }

    @Override
    public StationsView stations() {
        answer("stations");
        List<StationsView.Row> rows = new ArrayList<>();
        rows.add(row(
                "orders",
                3,
                3,
                37_200L,
                15_300_000L,
                643.0,
                1264.0,
                3,
                37_200L,
                "audit",
                1,
                17L,
                "kept 7 d",
                "order v4"));
        rows.add(row(
                "payments",
                1,
                3,
                96_120L,
                41_200_000L,
                96.0,
                192.0,
                2,
                12L,
                "ledger",
                0,
                2L,
                "kept 7 d",
                "payment v2"));
        rows.add(row("emails", 1, 3, 311_004L, 820_000_000L, 311.0, 305.0, 1, 812L, "sender", -1, 0L, "kept 1 d", ""));
        rows.add(row("audit", 1, 3, 1_904_331L, 2_400_000_000L, 190.0, 0.0, 0, null, "", 0, 0L, "kept 30 d", ""));
        rows.add(row("clicks", 1, 1, 0L, 0L, 0.0, 0.0, 1, 0L, "counter", 0, 0L, "kept 1 h", ""));
        rows.add(row(
                "inventory", 4, 3, 12_882L, 3_100_000L, 0.6, 0.6, 2, 3L, "stock", 0, 0L, "last 100 000", "item v1"));
        rows.add(row("hello", 1, 1, 1L, 96L, 0.0, 0.0, 0, null, "", 0, 0L, "kept 1 h", ""));
        return new StationsView(rows, 300, List.of());
    }

    private static StationsView.Row row(
            String name,
            int partitions,
            int replicas,
            Long messages,
            Long bytes,
            Double in,
            Double out,
            Integer groups,
            Long lag,
            String lagGroup,
            int trend,
            Long dead,
            String retention,
            String schema) {
        return new StationsView.Row(
                name,
                partitions,
                replicas,
                messages,
                bytes,
                in,
                out,
                groups,
                lag,
                lagGroup,
                trend,
                dead,
                retention,
                schema,
                "always",
                NOW - 86_400_000L * 3,
                List.of());
    }

    @Override
    public StationView station(String name) {
        answer("station " + name);
        StationView.Settings settings = new StationView.Settings(
                name,
                "message_age_sec",
                604_800,
                "kept 7 d",
                "file",
                3,
                3,
                120_000,
                true,
                true,
                "",
                "order v4",
                "always",
                "root",
                NOW - 86_400_000L * 3,
                List.of());
        List<StationView.Producer> producers = List.of(
                new StationView.Producer("checkout", 2, "Go", "1.3.2", 620.0, true, NOW),
                new StationView.Producer("import", 1, "Python", "1.3.1", 0.0, false, NOW - 3 * 3_600_000L));
        List<StationView.Partition> partitions = List.of(
                partition(1, 2, 12_401, 214, 12_360, 12_399, 4_790),
                partition(2, 1, 12_388, 208, 12_340, 12_386, 4_620),
                partition(3, 3, 12_411, 221, 12_371, 12_408, 5_010));
        List<StationView.Group> groups = List.of(
                group("billing", 3, 42, 620.0, NOW - 100, -40.0, 3L),
                group("mailer", 1, 3, 641.0, NOW - 20, 0.0, 0L),
                group("audit", 0, 37_200, 0.0, NOW - 6 * 3_600_000L, 12.0, 0L));
        List<Double> in = wave(120, 640, 40, 7);
        List<Double> out = wave(120, 1260, 60, 11);
        List<Double> lag = new ArrayList<>();
        Random random = new Random(3);
        for (int i = 0; i < 120; i++) {
            lag.add(42 + 300 * Math.exp(-Math.pow((i - 66) / 11.0, 2)) + random.nextDouble() * 6);
        }
        return new StationView(
                settings,
                producers,
                partitions,
                groups,
                17L,
                List.of(
                        new StationView.Cause("schema: amount must be number", 12),
                        new StationView.Cause("billing: past 10 deliveries", 3),
                        new StationView.Cause("refused: unknown currency", 2)),
                new StationView.History(
                        1000,
                        NOW,
                        in,
                        out,
                        Map.of("billing", lag, "mailer", wave(120, 3, 2, 4), "audit", wave(120, 36_000, 900, 5))),
                300,
                List.of());
    }

    private static List<Double> wave(int n, double base, double swing, long seed) {
        Random random = new Random(seed);
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            values.add(Math.max(0, base + swing * Math.sin(i / 13.0) + (random.nextDouble() - 0.5) * swing * 0.5));
        }
        return values;
    }

    private static StationView.Partition partition(
            int number, int leader, long last, double in, long billing, long mailer, long audit) {
        return new StationView.Partition(
                number,
                leader,
                3,
                3,
                1L,
                last,
                last,
                5_100_000L,
                in,
                List.of(
                        new StationView.PartitionGroup("billing", billing, billing - 90, 9, last - billing),
                        new StationView.PartitionGroup("mailer", mailer, mailer, 0, last - mailer),
                        new StationView.PartitionGroup("audit", audit, audit, 0, last - audit)));
    }

    private static StationView.Group group(
            String name, int members, long lag, Double out, Long oldest, Double trend, Long dead) {
        return new StationView.Group(
                name,
                members,
                List.of(),
                lag,
                lag,
                0,
                2,
                out,
                out,
                oldest,
                trend,
                null,
                10,
                30_000,
                dead,
                members > 1 ? "FIRST DELIVERY" : "STRICT");
    }

    @Override
    public void createStation(StationRequest request) {
        answer("create " + request.name());
    }

    @Override
    public void removeStation(String name) {
        answer("remove " + name);
    }

    @Override
    public void purgeStation(String name) {
        answer("purge " + name);
    }

    @Override
    public MessagesView messages(String station, MessageQuery query) {
        answer("messages " + station + " " + query.from() + " " + query.partition());
        List<MessagesView.Message> messages = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int partition = query.partition() > 0 ? query.partition() : 1 + (i * 2) % 3;
            String[] regions = {"eu", "us", "apac"};
            String body = "{\"id\":" + (88_213 - i) + ",\"amount\":" + (119.5 + i % 17)
                    + ",\"currency\":\"EUR\",\"region\":\"" + regions[i % 3] + "\",\"items\":[{\"sku\":\"A-" + (400 + i)
                    + "\",\"count\":" + (1 + i % 4) + "}],\"express\":" + (i % 5 == 0) + "}";
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("region", regions[i % 3]);
            headers.put("trace", "7f3a" + (9120 + i));
            messages.add(new MessagesView.Message(
                    partition,
                    12_411 - i,
                    NOW - i * 16L - 114,
                    i % 6 == 5 ? "import" : "checkout",
                    body.length() + 60,
                    headers,
                    b64(body),
                    false,
                    List.of(
                            new MessagesView.Delivery("audit", "waiting"),
                            new MessagesView.Delivery("billing", i < 4 ? "inflight" : i == 9 ? "dead" : "settled"),
                            new MessagesView.Delivery("mailer", i < 2 ? "inflight" : "settled"))));
        }
        return new MessagesView(messages, "cursor");
    }

    @Override
    public MessagesView.Message message(String station, int partition, long sequence) {
        answer("message " + station + " " + partition + " " + sequence);
        return messages(station, MessageQuery.NEWEST).messages().getFirst();
    }

    @Override
    public ProduceRequest.Produced produce(String station, ProduceRequest request) {
        answer("produce " + station);
        return new ProduceRequest.Produced(1, 12_412);
    }

    @Override
    public DeadLettersView deadLetters(String station) {
        answer("deadletters " + station);
        List<DeadLettersView.DeadLetter> letters = new ArrayList<>();
        List<Long> schema = new ArrayList<>();
        List<Long> poison = new ArrayList<>();
        List<Long> refused = new ArrayList<>();
        for (long i = 1; i <= 12; i++) {
            schema.add(i);
            letters.add(letter(
                    i,
                    "orders",
                    (int) (1 + i % 3),
                    12_410 - 7 * i,
                    List.of(),
                    "schema",
                    "amount must be number, found text",
                    i % 4 == 3 ? "import" : "checkout",
                    398 + i,
                    i * 7));
        }
        for (long i = 13; i <= 15; i++) {
            poison.add(i);
            letters.add(
                    letter(i, "orders", 2, 11_900 - i, List.of("billing"), "poison", "", "checkout", 388 + i, 290 + i));
        }
        for (long i = 16; i <= 17; i++) {
            refused.add(i);
            letters.add(letter(
                    i,
                    "payments",
                    1,
                    4_020 - i,
                    List.of("ledger"),
                    "poison",
                    "unknown currency",
                    "gateway",
                    280 + i,
                    1300 + i));
        }
        return new DeadLettersView(
                letters,
                List.of(
                        new DeadLettersView.Cause("amount must be number, found text", 12, schema),
                        new DeadLettersView.Cause("past 10 deliveries", 3, poison),
                        new DeadLettersView.Cause("refused: unknown currency", 2, refused)),
                17);
    }

    private static DeadLettersView.DeadLetter letter(
            long id,
            String station,
            int partition,
            long sequence,
            List<String> groups,
            String kind,
            String reason,
            String producer,
            long size,
            long secondsAgo) {
        String body = "{\"id\":" + (88_200 + id) + ",\"amount\":\"" + (100 + id)
                + ".00\",\"currency\":\"EUR\",\"region\":\"eu\",\"trace\":\"7f3a" + id + "\"}";
        return new DeadLettersView.DeadLetter(
                id,
                station,
                partition,
                sequence,
                groups,
                kind,
                reason,
                kind.equals("schema") ? null : 10,
                producer,
                size,
                Map.of("region", "eu"),
                b64(body),
                NOW - secondsAgo * 1000 - 30_000,
                NOW - secondsAgo * 1000,
                NOW + 86_400_000L * 3);
    }

    private static String b64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public DeadLettersView.Resent resend(List<Long> ids) {
        answer("resend " + ids);
        return new DeadLettersView.Resent(ids.size(), List.of());
    }

    @Override
    public DeadLettersView.Dropped drop(List<Long> ids) {
        answer("drop " + ids);
        return new DeadLettersView.Dropped(ids.size());
    }

    @Override
    public ConnectView connect() {
        answer("connect");
        return new ConnectView(
                "127.0.0.1",
                6666,
                List.of("127.0.0.1:6666", "127.0.0.1:6676", "127.0.0.1:6686"),
                7770,
                4444,
                9000,
                7777,
                "root",
                1);
    }
}
