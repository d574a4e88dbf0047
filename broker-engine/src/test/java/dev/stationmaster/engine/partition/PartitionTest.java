package dev.stationmaster.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.consumer.ConsumerConfig.AckPolicy;
import dev.stationmaster.engine.consumer.ConsumerConfig.DeliverPolicy;
import dev.stationmaster.engine.consumer.ConsumerProgress;
import dev.stationmaster.engine.consumer.ConsumerProgress.Exhausted;
import dev.stationmaster.engine.consumer.ConsumerProgress.Range;
import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.PartitionCommand.Action;
import dev.stationmaster.engine.replication.PartitionCommand.PurgeStream;
import dev.stationmaster.engine.replication.PartitionCommand.PutConsumer;
import dev.stationmaster.engine.stream.StreamConfig.Discard;
import dev.stationmaster.engine.stream.StreamConfig.Retention;
import dev.stationmaster.engine.stream.StreamConfig.Storage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionTest {
    private static final byte[] NONE = new byte[0];
    private static final byte[] PAYLOAD = {1, 2, 3};

    @TempDir
    private Path directory;

    private final Settings settings = new Settings();
    private Partition partition;
    private long time = 1_000;

    private void create() {
        partition = Partition.create(9, settings.stream(), time, directory.resolve("s"));
    }

    private Outcome publish(String subject, String... headers) {
        byte[] block = headers.length == 0
                ? NONE
                : ("NATS/1.0\r\n" + String.join("\r\n", headers) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        return partition.append(subject, block, PAYLOAD, time);
    }

    private static JetStreamError error(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome).error();
    }

    private Outcome put(ConsumerConfig config, Action action) {
        return partition.putConsumer(new PutConsumer(9, config.name(), config, action), time);
    }

    private Outcome put(ConsumerConfig config) {
        return put(config, Action.CREATE_OR_UPDATE);
    }

    private static ConsumerProgress settled(long delivered, long first, long last) {
        return new ConsumerProgress(
                delivered, delivered, List.of(new Range(first, last)), List.of(), List.of(), List.of());
    }

    @Nested
    class Publishing {
        @Test
        void expectationsAreCheckedAndTheActualValueIsTold() {
            create();
            publish("s.a", "msg-id: one");
            assertThat(error(publish("s.a", "Nats-Expected-Stream: other")).errorCode())
                    .isEqualTo(10060);
            assertThat(error(publish("s.a", "Nats-Expected-Last-Sequence: 7")).description())
                    .isEqualTo("wrong last sequence: 1");
            assertThat(error(publish("s.a", "Nats-Expected-Last-Sequence: many"))
                            .errorCode())
                    .isEqualTo(10071);
            assertThat(error(publish("s.b", "Nats-Expected-Last-Subject-Sequence: 1"))
                            .description())
                    .isEqualTo("wrong last sequence: 0");
            assertThat(error(publish("s.a", "Nats-Expected-Last-Msg-Id: two")).description())
                    .isEqualTo("wrong last msg ID: one");
            assertThat(publish(
                            "s.a",
                            "Nats-Expected-Stream: S",
                            "Nats-Expected-Last-Sequence: 1",
                            "Nats-Expected-Last-Subject-Sequence: 1",
                            "Nats-Expected-Last-Msg-Id: one"))
                    .isEqualTo(new Outcome.Stored(2));
        }

        @Test
        void bothHeadersOfAMessageIdWorkInAnyCaseAndOursWins() {
            create();
            assertThat(publish("s.a", "Msg-ID: x")).isEqualTo(new Outcome.Stored(1));
            assertThat(publish("s.a", "nats-msg-id: x")).isEqualTo(new Outcome.Duplicate(1));
            assertThat(publish("s.a", "Nats-Msg-Id: x", "msg-id: y")).isEqualTo(new Outcome.Stored(2));
            assertThat(publish("s.a", "msg-id:")).isEqualTo(new Outcome.Stored(3));
            assertThat(publish("s.a", "msg-id: ")).isEqualTo(new Outcome.Stored(4));
            assertThat(publish("s.a", "msg-idx: x")).isEqualTo(new Outcome.Stored(5));
        }

        @Test
        void anIdLeavesTheWindowByItself() {
            settings.duplicateWindow = 1_000;
            create();
            publish("s.a", "msg-id: x");
            time += 600;
            publish("s.a", "msg-id: y");
            time += 399;
            assertThat(publish("s.a", "msg-id: x")).isEqualTo(new Outcome.Duplicate(1));
            time += 1;
            assertThat(publish("s.a", "msg-id: x")).isEqualTo(new Outcome.Stored(3));
            assertThat(publish("s.a", "msg-id: y")).isEqualTo(new Outcome.Duplicate(2));
        }

        @Test
        void aDuplicateIsKnownThoughItsMessageIsGoneAndAfterARestart() throws IOException {
            create();
            publish("s.a", "msg-id: x");
            partition.deleteMessage(1);
            restart();
            assertThat(publish("s.a", "msg-id: x")).isEqualTo(new Outcome.Duplicate(1));
        }

        @Test
        void aRefusedPublishRegistersNoId() {
            settings.maxMessageSize = 200;
            create();
            assertThat(error(partition.append(
                                    "s.a",
                                    "NATS/1.0\r\nmsg-id: x\r\n\r\n".getBytes(StandardCharsets.UTF_8),
                                    new byte[200],
                                    time))
                            .errorCode())
                    .isEqualTo(10054);
            assertThat(publish("s.a", "msg-id: x")).isEqualTo(new Outcome.Stored(1));
        }

        @Test
        void headersAbove64KilobytesAreRefused() {
            create();
            assertThat(error(partition.append("s.a", new byte[65_536], PAYLOAD, time))
                            .errorCode())
                    .isEqualTo(10097);
        }

        @Test
        void rollUpsNeedPermissionAndAKnownValue() {
            create();
            assertThat(error(publish("s.a", "Nats-Rollup: all")).description()).isEqualTo("rollup not permitted");
            settings.allowRollup = true;
            partition.update(settings.stream(), time);
            assertThat(error(publish("s.a", "Nats-Rollup: some")).errorCode()).isEqualTo(10111);
            publish("s.a");
            publish("s.b");
            publish("s.a", "Nats-Rollup: sub");
            assertThat(partition.subjects(">")).isEqualTo(java.util.Map.of("s.a", 1L, "s.b", 1L));
            publish("s.c", "Nats-Rollup: all");
            assertThat(partition.stats().messages()).isEqualTo(1);
        }

        @Test
        void theEndOfTheSequencesIsARefusalOnly() {
            settings.firstSequence = Long.MAX_VALUE - 2;
            create();
            assertThat(publish("s.a")).isInstanceOf(Outcome.Stored.class);
            assertThat(publish("s.a")).isInstanceOf(Outcome.Stored.class);
            assertThat(error(publish("s.a")).errorCode()).isEqualTo(10077);
            partition.purge(new PurgeStream(9, "", 0, 0));
            assertThat(partition.stats().firstSequence()).isEqualTo(Long.MAX_VALUE);
            assertThat(error(publish("s.a")).errorCode()).isEqualTo(10077);
        }

        @Test
        void discardNewRefusesWithJetStreamsTexts() {
            settings.discard = Discard.NEW;
            settings.maxMessages = 1;
            create();
            publish("s.a");
            assertThat(error(publish("s.a")).description()).isEqualTo("maximum messages exceeded");
            settings.maxMessages = -1;
            settings.maxBytes = 40;
            partition.update(settings.stream(), time);
            assertThat(error(publish("s.a")).description()).isEqualTo("maximum bytes exceeded");
            settings.maxBytes = -1;
            settings.maxPerSubject = 1;
            settings.discardNewPerSubject = true;
            partition.update(settings.stream(), time);
            assertThat(error(publish("s.a")).description()).isEqualTo("maximum messages per subject exceeded");
        }

        @Test
        void aSealedStreamRefusesEverything() {
            create();
            publish("s.a");
            settings.sealed = true;
            partition.update(settings.stream(), time);
            assertThat(error(publish("s.a")).errorCode()).isEqualTo(10109);
            assertThat(error(partition.deleteMessage(1)).errorCode()).isEqualTo(10109);
            assertThat(error(partition.purge(new PurgeStream(9, "", 0, 0))).errorCode())
                    .isEqualTo(10109);
            assertThat(partition.config().denyDelete()).isTrue();
            settings.sealed = false;
            assertThat(error(partition.update(settings.stream(), time)).description())
                    .isEqualTo("stream configuration update can not unseal a sealed stream");
        }

        @Test
        void withoutInterestTheSequenceGoesByAndIsAcknowledged() {
            settings.retention = Retention.INTEREST;
            create();
            assertThat(publish("s.a")).isEqualTo(new Outcome.Stored(1));
            assertThat(partition.stats().messages()).isZero();
            assertThat(partition.stats().firstSequence()).isEqualTo(2);
        }
    }

    @Nested
    class Updating {
        @Test
        void whatAnUpdateMayNotChangeIsRefused() {
            create();
            settings.storage = Storage.MEMORY;
            assertThat(error(partition.update(settings.stream(), time)).description())
                    .isEqualTo("stream configuration update can not change storage type");
            settings.storage = Storage.FILE;
            settings.maxConsumers = 3;
            assertThat(error(partition.update(settings.stream(), time)).description())
                    .isEqualTo("stream configuration update can not change MaxConsumers");
            settings.maxConsumers = -1;
            settings.retention = Retention.WORK_QUEUE;
            assertThat(error(partition.update(settings.stream(), time)).description())
                    .isEqualTo("stream configuration update can not change retention policy to/from workqueue");
            settings.retention = Retention.INTEREST;
            assertThat(partition.update(settings.stream(), time)).isEqualTo(Outcome.Done.EMPTY);
        }

        @Test
        void denialsStay() {
            settings.denyDelete = true;
            settings.denyPurge = true;
            create();
            publish("s.a");
            assertThat(error(partition.deleteMessage(1)).description()).isEqualTo("message delete not permitted");
            assertThat(error(partition.purge(new PurgeStream(9, "", 0, 0))).description())
                    .isEqualTo("stream purge not permitted");
            settings.denyPurge = false;
            assertThat(error(partition.update(settings.stream(), time)).description())
                    .isEqualTo("stream configuration update can not cancel deny purge");
        }

        @Test
        void deletingWhatIsNotThereTellsWhy() {
            create();
            publish("s.a");
            publish("s.a");
            partition.deleteMessage(1);
            assertThat(error(partition.deleteMessage(1)).description()).isEqualTo("sequence 1 not found");
            assertThat(error(partition.deleteMessage(3)).description()).isEqualTo("stream store EOF");
            assertThat(error(partition.purge(new PurgeStream(9, "", 2, 1))).errorCode())
                    .isEqualTo(10003);
        }
    }

    @Nested
    class Consumers {
        @Test
        void lastPerSubjectBeginsWithTheChosenAndThenTakesEverything() {
            create();
            for (String subject : List.of("s.a", "s.b", "s.a", "s.c", "s.b")) {
                publish(subject);
            }
            ConsumerConfig config =
                    Settings.consumer("c", AckPolicy.EXPLICIT, DeliverPolicy.LAST_PER_SUBJECT, 0, "s.a", "s.b");
            put(config);
            PartitionView.ConsumerView view = partition.consumer("c");
            assertThat(view.initial().toList()).containsExactly(3L, 5L);
            assertThat(view.initialThrough()).isEqualTo(5);
            assertThat(view.startSequence()).isEqualTo(3);
            publish("s.b");
            partition.applyProgress("c", settled(6, 3, 3));
            assertThat(view.pending().keySet()).containsExactly(5L, 6L);
        }

        @Test
        void anOlderRecordThatComesLateChangesNothing() {
            create();
            for (int i = 0; i < 10; i++) {
                publish("s.a");
            }
            put(Settings.consumer("c"));
            ConsumerProgress older = new ConsumerProgress(
                    4,
                    4,
                    List.of(new Range(1, 1)),
                    List.of(new ConsumerProgress.Count(2, 2)),
                    List.of(new ConsumerProgress.Delay(2, 50)),
                    List.of(new Exhausted(3, 5, "")));
            ConsumerProgress later = new ConsumerProgress(
                    8, 12, List.of(new Range(5, 6)), List.of(new ConsumerProgress.Count(2, 3)), List.of(), List.of());
            assertThat(partition.applyProgress("c", older)).hasSize(1);
            assertThat(partition.consumer("c").pending().get(2L)).isEqualTo(new PartitionView.Pending(2, 50));
            partition.applyProgress("c", later);
            byte[] before = image();
            assertThat(partition.applyProgress("c", older)).isEmpty();
            assertThat(partition.applyProgress("c", later)).isEmpty();
            assertThat(imageState(image())).isEqualTo(imageState(before));
            assertThat(partition.consumer("c").pending().get(2L)).isEqualTo(new PartitionView.Pending(3, 0));
            assertThat(partition.consumer("c").ackFloorStreamSequence()).isEqualTo(1);
        }

        @Test
        void theFloorsFollowAcknowledgementsInOrder() {
            create();
            for (int i = 0; i < 10; i++) {
                publish("s.a");
            }
            put(Settings.consumer("c"));
            partition.applyProgress("c", settled(10, 1, 4));
            PartitionView.ConsumerView view = partition.consumer("c");
            assertThat(view.ackFloorStreamSequence()).isEqualTo(4);
            assertThat(view.ackFloorConsumerSequence()).isEqualTo(4);
            partition.applyProgress("c", settled(10, 6, 8));
            assertThat(view.ackFloorStreamSequence()).isEqualTo(4);
            partition.applyProgress("c", settled(10, 5, 5));
            assertThat(view.ackFloorStreamSequence()).isEqualTo(8);
            assertThat(view.ackFloorConsumerSequence()).isEqualTo(8);
            partition.applyProgress("c", settled(10, 9, 10));
            assertThat(view.ackFloorStreamSequence()).isEqualTo(10);
            assertThat(view.pending()).isEmpty();
        }

        @Test
        void anExhaustedMessageComesWithItsCopyAndStaysInTheStream() {
            settings.retention = Retention.WORK_QUEUE;
            create();
            publish("s.a");
            put(Settings.consumer("c"));
            ConsumerProgress record =
                    new ConsumerProgress(1, 3, List.of(), List.of(), List.of(), List.of(new Exhausted(1, 3, "")));
            List<Partition.ExhaustedMessage> dead = partition.applyProgress("c", record);
            assertThat(dead).hasSize(1);
            assertThat(dead.getFirst().message().payload()).isEqualTo(PAYLOAD);
            assertThat(partition.stats().messages()).isEqualTo(1);
            assertThat(partition.consumer("c").pending()).isEmpty();
        }

        @Test
        void onAnAckBasedStationAnExhaustedMessageGoesOnceAllOthersAreDone() {
            settings.retention = Retention.INTEREST;
            settings.exhaustedCountsAsAcked = true;
            create();
            put(Settings.consumer("a"));
            put(Settings.consumer("b"));
            publish("s.a");
            partition.applyProgress(
                    "a", new ConsumerProgress(1, 3, List.of(), List.of(), List.of(), List.of(new Exhausted(1, 3, ""))));
            assertThat(partition.stats().messages()).isEqualTo(1);
            partition.applyProgress("b", settled(1, 1, 1));
            assertThat(partition.stats().messages()).isZero();
        }

        @Test
        void messagesAreHeldForAWhileWhenNobodyConsumes() {
            settings.retention = Retention.INTEREST;
            settings.hold = 1_000;
            create();
            publish("s.a");
            time += 500;
            put(Settings.consumer("c"));
            time += 5_000;
            partition.expire(time);
            assertThat(partition.nextDueNanos()).isEqualTo(Long.MAX_VALUE);
            assertThat(partition.deleteConsumer("c", time)).isEqualTo(Outcome.Done.EMPTY);
            assertThat(partition.stats().messages()).isEqualTo(1);
            assertThat(partition.nextDueNanos()).isEqualTo(time + 1_000);
            put(Settings.consumer("late"));
            assertThat(partition.consumer("late").startSequence()).isEqualTo(1);
            partition.deleteConsumer("late", time);
            partition.expire(time + 1_000);
            assertThat(partition.stats().messages()).isZero();
        }

        @Test
        void workQueuesTakeOnlyConsumersThatDoNotShare() {
            settings.retention = Retention.WORK_QUEUE;
            create();
            assertThat(error(put(Settings.consumer("n", AckPolicy.NONE, DeliverPolicy.ALL, 0)))
                            .errorCode())
                    .isEqualTo(10098);
            assertThat(error(put(Settings.consumer("n", AckPolicy.EXPLICIT, DeliverPolicy.NEW, 0)))
                            .errorCode())
                    .isEqualTo(10101);
            put(Settings.consumer("a", "s.a"));
            assertThat(error(put(Settings.consumer("n"))).errorCode()).isEqualTo(10099);
            assertThat(error(put(Settings.consumer("n", "s.*"))).errorCode()).isEqualTo(10100);
            assertThat(put(Settings.consumer("b", "s.b"))).isEqualTo(Outcome.Done.EMPTY);
            assertThat(error(put(Settings.consumer("b", "s.>"))).errorCode()).isEqualTo(10100);
        }

        @Test
        void whatAnUpdateOfAConsumerMayNotChangeIsRefused() {
            settings.maxConsumers = 1;
            create();
            assertThat(error(put(Settings.consumer("c"), Action.UPDATE)).errorCode())
                    .isEqualTo(10149);
            put(Settings.consumer("c"), Action.CREATE);
            assertThat(put(Settings.consumer("c"), Action.CREATE)).isEqualTo(Outcome.Done.EMPTY);
            assertThat(error(put(Settings.consumer("c", "s.a"), Action.CREATE)).errorCode())
                    .isEqualTo(10148);
            assertThat(put(Settings.consumer("c", "s.a"))).isEqualTo(Outcome.Done.EMPTY);
            assertThat(error(put(Settings.consumer("d"))).errorCode()).isEqualTo(10026);
            JetStreamError policy = error(put(Settings.consumer("c", AckPolicy.EXPLICIT, DeliverPolicy.NEW, 0)));
            assertThat(policy.errorCode()).isEqualTo(10012);
            assertThat(policy.description()).isEqualTo("deliver policy can not be updated");
            assertThat(error(put(Settings.consumer("c", AckPolicy.ALL, DeliverPolicy.ALL, 0)))
                            .description())
                    .isEqualTo("ack policy can not be updated");
        }

        @Test
        void withAckAllOneAckSettlesEverythingBelow() {
            create();
            for (int i = 0; i < 5; i++) {
                publish("s.a");
            }
            put(Settings.consumer("c", AckPolicy.ALL, DeliverPolicy.ALL, 0));
            partition.applyProgress("c", settled(5, 4, 4));
            assertThat(partition.consumer("c").pending().keySet()).containsExactly(5L);
        }

        @Test
        void aRecordForAConsumerThatIsGoneIsPassedOver() {
            create();
            assertThat(partition.applyProgress("nobody", settled(5, 1, 4))).isEmpty();
        }
    }

    @Test
    void aRecordBeyondTheStreamIsCutToIt() {
        create();
        publish("s.a");
        publish("s.a");
        put(Settings.consumer("c"));
        partition.applyProgress("c", settled(Long.MAX_VALUE, 1, Long.MAX_VALUE));
        assertThat(partition.isHalted()).isFalse();
        assertThat(partition.consumer("c").deliveredStreamSequence()).isEqualTo(2);
    }

    @Test
    void aBrokenInvariantHaltsTheStreamAndItsMessagesStayReadable() throws IOException {
        create();
        publish("s.a");
        put(Settings.consumer("c"));
        Exhausted broken = new Exhausted(1, 3, null);
        partition.applyProgress("c", new ConsumerProgress(1, 3, List.of(), List.of(), List.of(), List.of(broken)));
        assertThat(partition.isHalted()).isTrue();
        restart();
        assertThat(error(publish("s.a")).description()).startsWith("stream S is halted, its messages are kept");
        assertThat(error(partition.deleteMessage(1)).errorCode()).isEqualTo(10051);
        assertThat(partition.nextDueNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(partition.load(1).payload()).isEqualTo(PAYLOAD);
    }

    @Test
    void aSubjectThatNoRecordCanHoldIsRefused() {
        create();
        assertThat(error(publish("s." + "x".repeat(65_534))).errorCode()).isEqualTo(10003);
        assertThat(publish("s." + "x".repeat(65_533))).isEqualTo(new Outcome.Stored(1));
    }

    @Test
    void damagedMessagesAreReportedAndTheOthersServed() throws IOException {
        create();
        publish("s.a");
        publish("s.a");
        byte[] image = image();
        partition.close();
        Path file = directory.resolve("s").resolve("000000000001.seg");
        byte[] content = Files.readAllBytes(file);
        content[content.length - 5] ^= 1;
        Files.write(file, content);
        partition = Partition.restore(input(image), directory.resolve("s"));
        assertThat(partition.load(1).payload()).isEqualTo(PAYLOAD);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> partition.load(2))
                .isInstanceOf(dev.stationmaster.engine.storage.StorageException.class)
                .hasMessageContaining("sequence 2 is damaged");
    }

    private void restart() throws IOException {
        byte[] image = image();
        partition.close();
        partition = Partition.restore(input(image), directory.resolve("s"));
    }

    private byte[] image() {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            partition.writeImage(new DataOutputStream(out));
            return out.toByteArray();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String imageState(byte[] image) {
        return java.util.HexFormat.of().formatHex(image);
    }

    private static DataInputStream input(byte[] image) {
        return new DataInputStream(new ByteArrayInputStream(image));
    }
}
