package dev.stationmaster.engine.stationapi;

import static org.awaitility.Awaitility.await;

import dev.stationmaster.engine.account.AccountUsage;
import dev.stationmaster.engine.auth.AccountLimits;
import dev.stationmaster.engine.deadletter.DeadLetterOffice;
import dev.stationmaster.engine.delivery.ClusterFacts;
import dev.stationmaster.engine.delivery.FakeGroup;
import dev.stationmaster.engine.delivery.FakeRouter;
import dev.stationmaster.engine.delivery.LeaderDesk;
import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.jsapi.ApiAudit;
import dev.stationmaster.engine.jsapi.ApiFront;
import dev.stationmaster.engine.jsapi.Events;
import dev.stationmaster.engine.jsapi.Inquiries;
import dev.stationmaster.engine.jsapi.Quota;
import dev.stationmaster.engine.jsapi.Restores;
import dev.stationmaster.engine.jsapi.StreamRestorer;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.meta.Directory;
import dev.stationmaster.engine.meta.MetaClient;
import dev.stationmaster.engine.meta.StationRef;
import dev.stationmaster.engine.meta.StreamRef;
import dev.stationmaster.engine.meta.UserRef;
import dev.stationmaster.engine.partition.GroupClient;
import dev.stationmaster.engine.partition.GroupRequest;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.OutcomeHandler;
import dev.stationmaster.engine.replication.PartitionCommand;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.subject.SubjectPattern;
import dev.stationmaster.metadata.memory.MemoryStores;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One node without network and disks: real API rooms over a fake router, group and meta group, metadata in memory.
public final class StationWorld implements Directory, MetaClient, GroupClient, AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    public static final ClientIdentity JS =
            new ClientIdentity(7, 1, "root", "11111111-aaaa::root", "nats.js", true, false);
    public static final ClientIdentity JAVA =
            new ClientIdentity(8, 1, "root", "22222222-bbbb::root", "java", true, false);
    private static final GroupId GROUP = new GroupId("r1-1");

    public final FakeRouter router = new FakeRouter();
    public final FakeGroup group = new FakeGroup();
    public final MemoryStores stores = new MemoryStores();
    public final TreeMap<String, StreamRef> streams = new TreeMap<>();
    public final TreeMap<String, StationRef> stations = new TreeMap<>();
    public final TreeMap<String, UserRef> users = new TreeMap<>();
    public final ClientRoster roster = new ClientRoster(stores, 1);
    private final DeadLetterOffice office;
    private final LeaderDesk desk;
    private int replies;

    public StationWorld() {
        users.put("root", new UserRef("root", "root", "", false, List.of(), List.of(), List.of(), List.of()));
        office = new DeadLetterOffice(this, router, Optional.of(stores.deadLetters()), 1);
        desk = new LeaderDesk(group, router, office, 1, "node-1", "", AccountUsage.unlimited(), ClusterFacts.NONE);
        group.lead(desk);
        Inquiries inquiries = new Inquiries(router, this, 1);
        new ApiFront(
                        router,
                        this,
                        this,
                        this,
                        inquiries,
                        new Restores(
                                router,
                                this,
                                new StreamRestorer(router, this, this, inquiries, new Events(router, 1, () -> 0, "")),
                                Path.of("no-such-folder")),
                        new ApiAudit(router, new Events(router, 1, () -> 0, ""), "node-1"),
                        false,
                        AccountLimits.NONE,
                        Quota.Room.UNLIMITED,
                        "")
                .serve(router);
        new StationApi(router, this)
                .serve(Optional.of(new StationApi.Rooms(this, this, inquiries, stores, roster, office, 1)));
        roster.start();
        office.start();
    }

    @Override
    public void close() {
        roster.close();
        office.close();
    }

    /// The answer's text.
    public String ask(String subject, String body, ClientIdentity from) {
        String reply = "_R." + ++replies;
        router.publish(new Message(subject, reply, new byte[0], body.getBytes(StandardCharsets.UTF_8)), from);
        List<FakeRouter.Sent> answers = new ArrayList<>();
        await(subject).pollInterval(java.time.Duration.ofMillis(2)).until(() -> answers.addAll(router.take(reply)));
        FakeRouter.Sent answer = answers.getFirst();
        return answer.status().isEmpty() ? answer.payload() : answer.status();
    }

    public String ask(String subject, String body) {
        return ask(subject, body, JS);
    }

    public JsonNode json(String subject, String body) {
        return JSON.readTree(ask(subject, body));
    }

    public void tell(String subject, String body) {
        router.publish(Message.of(subject, body.getBytes(StandardCharsets.UTF_8)), JS);
    }

    public synchronized void store(String stream, String producer, String payload) {
        byte[] headers = ("NATS/1.0\r\n$memphis_producedBy: " + producer + "\r\nk: v\r\n\r\n").getBytes();
        group.store(stream, stream + ".final", headers, payload);
    }

    public synchronized void advance(long millis) {
        group.advance(millis);
    }

    public synchronized void run() {
        group.run();
    }

    @Override
    public synchronized void request(GroupId target, GroupRequest request) {
        desk.onRequest(request);
        group.run();
    }

    @Override
    public void propose(GroupId target, PartitionCommand command, OutcomeHandler handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int leader(GroupId target) {
        return 1;
    }

    @Override
    public StreamRef stream(String name) {
        return streams.get(name);
    }

    @Override
    public StreamRef stream(long id) {
        return streams.values().stream()
                .filter(ref -> ref.id() == id)
                .findFirst()
                .orElse(null);
    }

    @Override
    public boolean isInMemory(StreamRef stream) {
        return false;
    }

    @Override
    public StreamRef streamFor(String subject) {
        return streamsFor(subject).stream().findFirst().orElse(null);
    }

    @Override
    public Collection<StreamRef> streamsFor(String pattern) {
        return streams.values().stream()
                .filter(ref -> ref.subjects().stream().anyMatch(own -> SubjectPattern.overlaps(own, pattern)))
                .toList();
    }

    @Override
    public Collection<StreamRef> streams() {
        return streams.values();
    }

    @Override
    public StationRef station(String name) {
        return stations.get(name.replace('#', '.'));
    }

    @Override
    public Collection<StationRef> stations() {
        return stations.values();
    }

    @Override
    public UserRef user(String name) {
        return users.get(name);
    }

    @Override
    public Collection<UserRef> users() {
        return users.values();
    }

    @Override
    public long version() {
        return 1;
    }

    private synchronized StreamRef add(StreamConfig config, String station, int partition) {
        var created = group.create(config);
        StreamRef ref = new StreamRef(
                created.streamId(), config.name(), config.subjects(), GROUP, config.replicas(), station, partition);
        streams.put(ref.name(), ref);
        return ref;
    }

    private static <T> CompletableFuture<Result<T>> done(T value) {
        return CompletableFuture.completedFuture(new Result.Done<>(value));
    }

    private static <T> CompletableFuture<Result<T>> failed(JetStreamError error) {
        return CompletableFuture.completedFuture(new Result.Failed<>(error));
    }

    @Override
    public CompletableFuture<Result<StreamRef>> createStream(StreamConfig config) {
        if (streams.containsKey(config.name())) {
            return group.partition(config.name()).config().equals(config)
                    ? done(streams.get(config.name()))
                    : failed(JetStreamErrors.STREAM_NAME_ALREADY_IN_USE_WITH_A_DIFFERENT);
        }
        return config.subjects().stream()
                        .anyMatch(subject -> !streamsFor(subject).isEmpty())
                ? failed(JetStreamErrors.SUBJECTS_OVERLAP_WITH_AN_EXISTING_STREAM)
                : done(add(config, "", 0));
    }

    @Override
    public CompletableFuture<Result<StreamRef>> updateStream(StreamConfig config) {
        return done(streams.get(config.name()));
    }

    @Override
    public synchronized CompletableFuture<Result<StreamRef>> deleteStream(String name) {
        desk.onPartitionDeleted(group.partitions.remove(name));
        return done(streams.remove(name));
    }

    @Override
    public CompletableFuture<Result<StationRef>> createStation(
            String name, StationRef.Settings settings, List<StreamConfig> partitions, String createdBy) {
        if (settings.replicas() > 1) {
            return failed(JetStreamErrors.REPLICAS_1_NOT_SUPPORTED_IN_NON_CLUSTERED_MODE);
        }
        List<StreamRef> refs = new ArrayList<>();
        for (StreamConfig config : partitions) {
            refs.add(add(config, name.replace('.', '#'), refs.size() + 1));
        }
        StationRef station = new StationRef(stations.size() + 1, name, settings, refs, createdBy, 1);
        stations.put(name, station);
        return done(station);
    }

    @Override
    public CompletableFuture<Result<StationRef>> updateStation(String name, StationRef.Settings settings) {
        StationRef old = stations.get(name);
        StationRef changed =
                new StationRef(old.id(), name, settings, old.partitions(), old.createdBy(), old.createdNanos());
        stations.put(name, changed);
        return done(changed);
    }

    @Override
    public CompletableFuture<Result<StationRef>> deleteStation(String name) {
        StationRef old = stations.remove(name);
        old.partitions().forEach(ref -> deleteStream(ref.name()));
        return done(old);
    }

    @Override
    public CompletableFuture<Result<Long>> putUsers(long version, Collection<UserRef> all) {
        return done(version);
    }
}
