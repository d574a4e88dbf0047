package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.consumer.ConsumerConfig.AckPolicy;
import dev.stationmaster.engine.consumer.ConsumerProgress;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamConfig.Discard;
import dev.stationmaster.engine.stream.StreamConfig.Retention;
import dev.stationmaster.engine.stream.StreamConfig.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// A stream as a map and a list, written from the specification and slow on purpose: what [Partition] is compared to.
final class NaiveStream {
    record Msg(long sequence, long time, String subject, byte[] headers, byte[] payload) {
        long size(Storage storage) {
            long parts = (long) subject.getBytes(java.nio.charset.StandardCharsets.UTF_8).length
                    + headers.length
                    + payload.length;
            return storage == Storage.MEMORY ? parts + 16 : parts + 30 + (headers.length > 0 ? 4 : 0);
        }
    }

    static final class Reader {
        ConsumerConfig config;
        long delivered;
        long deliveredCount;
        final TreeMap<Long, Integer> pending = new TreeMap<>();
        final TreeMap<Long, Long> due = new TreeMap<>();

        Reader(ConsumerConfig config, long start) {
            this.config = config;
            this.delivered = start - 1;
        }

        boolean wants(String subject) {
            return config.filters().isEmpty() || config.filters().stream().anyMatch(f -> matches(f, subject));
        }

        boolean needs(Msg msg) {
            return msg.sequence() > delivered ? wants(msg.subject()) : pending.containsKey(msg.sequence());
        }

        long floor() {
            return pending.isEmpty() ? delivered : pending.firstKey() - 1;
        }
    }

    StreamConfig config;
    final TreeMap<Long, Msg> messages = new TreeMap<>();
    final TreeMap<String, Reader> readers = new TreeMap<>();
    final Map<String, Msg> ids = new HashMap<>();
    long last;
    long lastTime;
    String lastId = "";
    long goneSince;

    NaiveStream(StreamConfig config, long time) {
        this.config = config;
        this.last = Math.max(0, config.firstSequence() - 1);
        this.goneSince = time;
    }

    static boolean matches(String pattern, String subject) {
        String regex = pattern.replace(".", "\\.")
                .replace("*", "[^.]+")
                .replace(">", ".+")
                .replace("$", "\\$");
        return subject.matches(regex);
    }

    long first() {
        return messages.isEmpty() ? last + 1 : messages.firstKey();
    }

    long bytes() {
        return messages.values().stream()
                .mapToLong(msg -> msg.size(config.storage()))
                .sum();
    }

    List<Msg> ofSubject(String subject) {
        return messages.values().stream()
                .filter(msg -> msg.subject().equals(subject))
                .toList();
    }

    void remove(long sequence) {
        messages.remove(sequence);
        for (Reader reader : readers.values()) {
            reader.pending.remove(sequence);
            reader.due.remove(sequence);
        }
    }

    void removeFirst() {
        remove(messages.firstKey());
    }

    /// What the outcome must be, as text: `stored 5`, `duplicate 3`, `refused 10071`.
    String append(
            String subject,
            byte[] headers,
            byte[] payload,
            String id,
            Long expectedLast,
            Long expectedSubject,
            String rollup,
            long time) {
        expire(time);
        if (config.sealed()) {
            return "refused 10109";
        }
        if (id != null && config.duplicateWindowNanos() > 0) {
            Msg original = ids.get(id);
            if (original != null && time - original.time() < config.duplicateWindowNanos()) {
                return "duplicate " + original.sequence();
            }
        }
        List<Msg> same = ofSubject(subject);
        if (expectedSubject != null
                && expectedSubject != (same.isEmpty() ? 0 : same.getLast().sequence())) {
            return "refused 10071";
        }
        if (expectedLast != null && expectedLast != last) {
            return "refused 10071";
        }
        if (rollup != null && (!config.allowRollup() || config.denyPurge())) {
            return "refused 10111";
        }
        if (config.maxMessageSize() >= 0 && headers.length + payload.length > config.maxMessageSize()) {
            return "refused 10054";
        }
        Msg msg = new Msg(last + 1, time, subject, headers, payload);
        if (config.retention() == Retention.INTEREST) {
            boolean wanted = readers.isEmpty()
                    ? config.holdWithoutConsumersNanos() > 0
                    : readers.values().stream().anyMatch(reader -> reader.wants(subject));
            if (!wanted) {
                last++;
                lastTime = time;
                remember(id, msg);
                return "stored " + last;
            }
        }
        if (config.discard() == Discard.NEW && !fits(msg, same)) {
            return "refused 10077";
        }
        last++;
        lastTime = time;
        messages.put(last, msg);
        remember(id, msg);
        if ("all".equals(rollup)) {
            while (messages.size() > 1) {
                removeFirst();
            }
        } else if ("sub".equals(rollup)) {
            same.forEach(older -> remove(older.sequence()));
        }
        trim();
        return "stored " + msg.sequence();
    }

    private void remember(String id, Msg msg) {
        lastId = id == null ? "" : id;
        if (id != null && config.duplicateWindowNanos() > 0) {
            ids.put(id, msg);
        }
    }

    private boolean fits(Msg msg, List<Msg> same) {
        boolean replaces = config.maxMessagesPerSubject() > 0 && same.size() >= config.maxMessagesPerSubject();
        if (replaces && config.discardNewPerSubject()) {
            return false;
        }
        if (config.maxMessages() > 0 && messages.size() >= config.maxMessages() && !replaces) {
            return false;
        }
        long after = bytes() + msg.size(config.storage());
        long freed = replaces ? same.getFirst().size(config.storage()) : 0;
        return config.maxBytes() <= 0 || after - freed <= config.maxBytes();
    }

    void trim() {
        if (config.maxMessagesPerSubject() > 0) {
            for (String subject : new TreeSet<>(subjects().keySet())) {
                List<Msg> same = ofSubject(subject);
                for (int i = 0; i < same.size() - config.maxMessagesPerSubject(); i++) {
                    remove(same.get(i).sequence());
                }
            }
        }
        while (config.maxMessages() > 0 && messages.size() > config.maxMessages()) {
            removeFirst();
        }
        while (config.maxBytes() > 0 && bytes() > config.maxBytes()) {
            removeFirst();
        }
    }

    void expire(long time) {
        while (config.maxAgeNanos() > 0
                && !messages.isEmpty()
                && messages.firstEntry().getValue().time() + config.maxAgeNanos() <= time) {
            removeFirst();
        }
        if (config.retention() == Retention.INTEREST && readers.isEmpty() && config.holdWithoutConsumersNanos() > 0) {
            while (!messages.isEmpty()
                    && Math.max(messages.firstEntry().getValue().time(), goneSince) + config.holdWithoutConsumersNanos()
                            <= time) {
                removeFirst();
            }
        }
    }

    Map<String, Long> subjects() {
        Map<String, Long> counts = new TreeMap<>();
        messages.values().forEach(msg -> counts.merge(msg.subject(), 1L, Long::sum));
        return counts;
    }

    long purge(String filter, long before, long keep) {
        List<Msg> matching = messages.values().stream()
                .filter(msg -> filter.isEmpty() || matches(filter, msg.subject()))
                .filter(msg -> before == 0 || msg.sequence() < before)
                .toList();
        long purged = Math.max(0, matching.size() - keep);
        matching.subList(0, (int) purged).forEach(msg -> remove(msg.sequence()));
        if (filter.isEmpty()) {
            readers.values().forEach(reader -> reader.delivered = Math.max(reader.delivered, first() - 1));
        }
        return purged;
    }

    void dropUnneeded() {
        if (config.retention() == Retention.INTEREST && !readers.isEmpty()) {
            for (Msg msg : new ArrayList<>(messages.values())) {
                if (readers.values().stream().noneMatch(reader -> reader.needs(msg))) {
                    remove(msg.sequence());
                }
            }
        }
    }

    void removeReader(String name, long time) {
        readers.remove(name);
        if (!readers.isEmpty()) {
            dropUnneeded();
        } else if (config.retention() == Retention.INTEREST) {
            goneSince = time;
            if (config.holdWithoutConsumersNanos() <= 0) {
                messages.clear();
            }
        }
    }

    /// @return sequences that became dead letters
    List<Long> progress(String name, ConsumerProgress progress) {
        Reader reader = readers.get(name);
        List<Long> dead = new ArrayList<>();
        List<Long> settled = new ArrayList<>();
        for (Msg msg : messages.values()) {
            if (msg.sequence() > reader.delivered
                    && msg.sequence() <= progress.deliveredStreamSequence()
                    && reader.wants(msg.subject())) {
                if (reader.config.ackPolicy() == AckPolicy.NONE) {
                    settled.add(msg.sequence());
                } else {
                    reader.pending.put(msg.sequence(), 1);
                }
            }
        }
        reader.delivered = Math.max(reader.delivered, progress.deliveredStreamSequence());
        reader.deliveredCount = Math.max(reader.deliveredCount, progress.deliveredConsumerSequence());
        progress.counts().forEach(count -> {
            if (reader.pending.containsKey(count.sequence())) {
                reader.pending.put(count.sequence(), count.deliveries());
                reader.due.remove(count.sequence());
            }
        });
        progress.delayed().forEach(delay -> {
            if (reader.pending.containsKey(delay.sequence())) {
                reader.due.put(delay.sequence(), delay.dueGroupTimeNanos());
            }
        });
        progress.exhausted().forEach(gone -> {
            if (reader.pending.remove(gone.sequence()) != null) {
                reader.due.remove(gone.sequence());
                dead.add(gone.sequence());
                if (!gone.reason().isEmpty() || config.exhaustedCountsAsAcked()) {
                    settled.add(gone.sequence());
                }
            }
        });
        progress.settled().forEach(range -> {
            long from = reader.config.ackPolicy() == AckPolicy.ALL ? 0 : range.first();
            for (long at = from; at <= range.last(); at++) {
                if (reader.pending.remove(at) != null) {
                    reader.due.remove(at);
                    settled.add(at);
                }
            }
        });
        for (long sequence : settled) {
            Msg msg = messages.get(sequence);
            boolean gone = config.retention() == Retention.WORK_QUEUE
                    || (config.retention() == Retention.INTEREST
                            && readers.values().stream().noneMatch(other -> other.needs(msg)));
            if (gone) {
                remove(sequence);
            }
        }
        return dead;
    }
}
