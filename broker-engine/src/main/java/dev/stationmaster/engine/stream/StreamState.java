package dev.stationmaster.engine.stream;

import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.image.Fields;
import dev.stationmaster.engine.sequence.SequenceSet;
import dev.stationmaster.engine.stream.StreamConfig.Discard;
import dev.stationmaster.engine.stream.StreamConfig.Retention;
import dev.stationmaster.engine.stream.SubjectTable.Entry;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Pure state of one stream: which sequences it has, what they count for, and what an append, a limit, a purge or the
/// passing of group time does to them. Messages lie behind [StoredMessages], ids behind [MessageIds].
///
/// ```
///  sequences   1 … 41 | 42 | 43 | 44 | 45 | 46 | 47 |
///              gone     ^first   deleted       ^last     messages = last - first + 1 - deleted
/// ```
///
/// Every decision depends on this state, the arguments and the given group time alone, so all replicas decide alike.
/// The order of checks is that of JetStream (`processJetStreamMsg` in nats-server). Confined to the group loop.
public final class StreamState {
    /// Version 1 has no marks of origins.
    private static final int VERSION = 2;

    private static final int HEADERS_MAX = 65_535;

    /// Bytes of a subject that a record has room for.
    private static final int SUBJECT_MAX = 65_535;

    private final StoredMessages store;
    private final Interest interest;
    private final DedupeWindow dedupe;
    private final MessageIdHash hash = new MessageIdHash();
    private final SubjectTable subjects = new SubjectTable();
    private final SequenceSet deleted;
    private final OriginMarks marks = new OriginMarks();
    private final long hashKey0;
    private final long hashKey1;
    private StreamConfig config;
    private long first;
    private long last;
    private long lastTime;
    private long messages;
    private long bytes;
    private String lastMessageId = "";
    private long consumersGoneSince;

    /// Time of the first message, -1 when it must be looked up.
    private long firstTime = -1;

    /// The highest sequence that a message can have: one follows it, so that what comes after the last is a number too.
    public static final long SEQUENCE_MAX = Long.MAX_VALUE - 1;

    private StreamState(
            StreamConfig config,
            StoredMessages store,
            MessageIds ids,
            Interest interest,
            long hashKey0,
            long hashKey1,
            SequenceSet deleted) {
        this.config = config;
        this.store = store;
        this.interest = interest;
        this.dedupe = new DedupeWindow(ids, DedupeWindow.IDS_MAX);
        this.hashKey0 = hashKey0;
        this.hashKey1 = hashKey1;
        this.deleted = deleted;
    }

    /// A new stream.
    public static StreamState create(
            long streamId,
            StreamConfig config,
            long groupTimeNanos,
            StoredMessages store,
            MessageIds ids,
            Interest interest) {
        StreamState state = new StreamState(config, store, ids, interest, streamId, groupTimeNanos, new SequenceSet());
        state.last = Math.max(0, config.firstSequence() - 1);
        state.first = state.last + 1;
        state.consumersGoneSince = groupTimeNanos;
        return state;
    }

    public StreamConfig config() {
        return config;
    }

    public long firstSequence() {
        return first;
    }

    public long lastSequence() {
        return last;
    }

    public long lastTimeNanos() {
        return lastTime;
    }

    public long messages() {
        return messages;
    }

    public long bytes() {
        return bytes;
    }

    public long deletedCount() {
        return messages == 0 ? 0 : deleted.count();
    }

    public List<Long> deleted() {
        return messages == 0 ? List.of() : deleted.toList();
    }

    public int subjectCount() {
        return subjects.size();
    }

    /// Whether the stream has a message with this sequence.
    public boolean has(long sequence) {
        return sequence >= first && sequence <= last && messages > 0 && !deleted.contains(sequence);
    }

    /// First message at or above `fromInclusive`, 0 for none.
    public long nextMessage(long fromInclusive) {
        if (messages == 0) {
            return 0;
        }
        long next = deleted.nextAbsent(Math.max(first, fromInclusive));
        return next > last ? 0 : next;
    }

    /// The newest message, 0 for none.
    public long lastMessage() {
        return messages == 0 ? 0 : deleted.previousAbsent(last);
    }

    /// Messages in the range; both ends belong to it.
    public long countRange(long fromInclusive, long toInclusive) {
        long from = Math.max(first, fromInclusive);
        long to = Math.min(last, toInclusive);
        return messages == 0 || from > to ? 0 : to - from + 1 - deleted.countRange(from, to);
    }

    /// Group time of the first message, 0 when there is none.
    public long firstTimeNanos() {
        if (messages == 0) {
            return 0;
        }
        if (firstTime < 0) {
            firstTime = store.timeNanos(first);
        }
        return firstTime;
    }

    /// Subjects with their number of messages.
    public List<SubjectCount> subjectCounts() {
        List<SubjectCount> counts = new ArrayList<>(subjects.size());
        for (Entry entry : subjects.entries()) {
            counts.add(new SubjectCount(entry.subject, entry.count));
        }
        return counts;
    }

    public record SubjectCount(String subject, long messages) {}

    /// Messages with exactly this subject.
    public long subjectMessages(String subject) {
        Entry entry = subjects.find(subject);
        return entry == null ? 0 : entry.count;
    }

    /// Last sequence with exactly this subject, 0 for none.
    public long lastOf(String subject) {
        Entry entry = subjects.find(subject);
        return entry == null ? 0 : lastOf(entry);
    }

    /// First sequence with exactly this subject, 0 for none.
    public long firstOf(String subject) {
        Entry entry = subjects.find(subject);
        return entry == null ? 0 : firstOf(entry);
    }

    /// Changes whenever a subject comes or goes.
    public long subjectsVersion() {
        return subjects.version();
    }

    /// Appends a message, or refuses it, and removes what the limits then no longer allow.
    public AppendResult append(String subject, byte[] headers, byte[] payload, long timeNanos) {
        expire(timeNanos);
        if (config.sealed()) {
            return new AppendResult.Refused(JetStreamErrors.INVALID_OPERATION_ON_SEALED_STREAM);
        }
        if (last >= SEQUENCE_MAX) {
            return sequencesUsedUp();
        }
        PublishHeaders asked = headers.length == 0 ? PublishHeaders.NONE : PublishHeaders.parse(headers);
        Entry entry = subjects.find(subject);
        if (headers.length > 0 && !asked.equals(PublishHeaders.NONE)) {
            AppendResult decided = checkHeaders(asked, entry, timeNanos);
            if (decided != null) {
                return decided;
            }
        }
        int subjectBytes = entry == null ? StoredSize.utf8Length(subject) : entry.utf8Length;
        if (subjectBytes > SUBJECT_MAX) {
            return new AppendResult.Refused(JetStreamErrors.BAD_REQUEST);
        }
        JetStreamError tooLarge = checkSize(headers, payload);
        if (tooLarge != null) {
            return new AppendResult.Refused(tooLarge);
        }
        if (asked.messageId() != null && config.duplicateWindowNanos() > 0 && dedupe.isFull()) {
            return new AppendResult.Refused(JetStreamErrors.INSUFFICIENT_RESOURCES);
        }
        if (config.retention() == Retention.INTEREST && !isWanted(subject)) {
            pass(timeNanos);
            remember(asked, timeNanos);
            return new AppendResult.Passed(last);
        }
        long size = StoredSize.of(config.storage(), subjectBytes, headers.length, payload.length);
        JetStreamError full = config.discard() == Discard.NEW ? checkRoom(entry, size) : null;
        if (full != null) {
            return new AppendResult.Refused(full);
        }
        store(subject, headers, payload, timeNanos, size);
        long sequence = last;
        remember(asked, timeNanos);
        rollUp(asked, subject, sequence);
        enforceSubjectLimit(subject);
        enforceLimits();
        return new AppendResult.Stored(sequence);
    }

    /// Appends a message copied from another stream, as the next link of its source's chain. A mirror gives it the
    /// sequence and time that it has at its origin.
    public AppendResult appendCopy(OriginCopy copy, String subject, byte[] headers, byte[] payload, long timeNanos) {
        return marks.take(
                copy,
                () -> copy.isMirror()
                        ? appendMirrored(copy, subject, headers, payload, timeNanos)
                        : append(subject, headers, payload, timeNanos));
    }

    private AppendResult appendMirrored(
            OriginCopy copy, String subject, byte[] headers, byte[] payload, long timeNanos) {
        expire(timeNanos);
        if (config.sealed() && !copy.isRestored()) {
            return new AppendResult.Refused(JetStreamErrors.INVALID_OPERATION_ON_SEALED_STREAM);
        }
        if (copy.sequence() <= last) {
            return new AppendResult.Duplicate(last);
        }
        if (copy.sequence() > SEQUENCE_MAX) {
            return sequencesUsedUp();
        }
        JetStreamError tooLarge = checkSize(headers, payload);
        int subjectBytes = StoredSize.utf8Length(subject);
        if (tooLarge != null || subjectBytes > SUBJECT_MAX) {
            return new AppendResult.Refused(tooLarge == null ? JetStreamErrors.BAD_REQUEST : tooLarge);
        }
        long size = StoredSize.of(config.storage(), subjectBytes, headers.length, payload.length);
        JetStreamError full = config.discard() == Discard.NEW ? checkRoom(subjects.find(subject), size) : null;
        if (full != null) {
            return new AppendResult.Refused(full);
        }
        skipTo(copy.sequence() - 1);
        if (config.retention() == Retention.INTEREST && !isWanted(subject)) {
            pass(copy.timeNanos());
            return new AppendResult.Passed(last);
        }
        store(subject, headers, payload, copy.timeNanos(), size);
        long sequence = last;
        PublishHeaders asked = headers.length == 0 ? PublishHeaders.NONE : PublishHeaders.parse(headers);
        if (config.allowRollup() && !config.denyPurge()) {
            rollUp(asked, subject, sequence);
        }
        enforceSubjectLimit(subject);
        enforceLimits();
        return new AppendResult.Stored(sequence);
    }

    /// Sequences up to here go by without messages.
    private void skipTo(long sequence) {
        if (sequence <= last) {
            return;
        }
        if (messages > 0) {
            deleted.addRange(last + 1, sequence);
        } else {
            first = sequence + 1;
        }
        last = sequence;
    }

    /// All messages of an archive are here: takes on the settings and what else the stream had.
    public void restored(
            StreamConfig settings, long firstSequence, long lastSequence, long time, Map<String, Long> originMarks) {
        skipTo(lastSequence);
        if (messages == 0) {
            first = Math.max(1, Math.clamp(firstSequence, 1, last + 1));
        }
        lastTime = Math.max(lastTime, time);
        config = settings;
        marks.replace(originMarks);
    }

    /// How far each origin was copied, by source.
    public Map<String, Long> originMarks() {
        return marks.toMap();
    }

    /// Sequence at the origin of the last message taken from this source, 0 for none.
    public long originMark(String source) {
        return marks.of(source);
    }

    private @Nullable AppendResult checkHeaders(PublishHeaders asked, @Nullable Entry entry, long timeNanos) {
        if (asked.expectedStream() != null && !asked.expectedStream().equals(config.name())) {
            return new AppendResult.Refused(JetStreamErrors.EXPECTED_STREAM_DOES_NOT_MATCH);
        }
        if (asked.messageId() != null && config.duplicateWindowNanos() > 0) {
            hash.hash(hashKey0, hashKey1, asked.messageId().getBytes(StandardCharsets.UTF_8));
            long original = dedupe.find(hash.high(), hash.low(), timeNanos, config.duplicateWindowNanos());
            if (original != 0) {
                return new AppendResult.Duplicate(original);
            }
        }
        if (asked.expectedLastSubjectSequence() != null) {
            long lastOfSubject = entry == null ? 0 : lastOf(entry);
            if (!isNumber(asked.expectedLastSubjectSequence(), lastOfSubject)) {
                return wrongLast(lastOfSubject);
            }
        }
        if (asked.expectedLastSequence() != null && !isNumber(asked.expectedLastSequence(), last)) {
            return wrongLast(last);
        }
        if (asked.expectedLastMessageId() != null
                && !asked.expectedLastMessageId().equals(lastMessageId)) {
            return new AppendResult.Refused(JetStreamErrors.WRONG_LAST_MSG_ID.with("id", lastMessageId));
        }
        if (asked.rollup() != null) {
            return checkRollup(asked.rollup());
        }
        return null;
    }

    private @Nullable AppendResult checkRollup(String rollup) {
        if (!config.allowRollup() || config.denyPurge()) {
            return new AppendResult.Refused(JetStreamErrors.GENERIC_10111.with("err", "rollup not permitted"));
        }
        if (!rollup.equals("sub") && !rollup.equals("all")) {
            return new AppendResult.Refused(
                    JetStreamErrors.GENERIC_10111.with("err", "rollup value invalid: \"" + rollup + "\""));
        }
        return null;
    }

    private @Nullable JetStreamError checkSize(byte[] headers, byte[] payload) {
        if (config.maxMessageSize() >= 0 && (long) headers.length + payload.length > config.maxMessageSize()) {
            return JetStreamErrors.MESSAGE_SIZE_EXCEEDS_MAXIMUM_ALLOWED;
        }
        return headers.length > HEADERS_MAX ? JetStreamErrors.HEADER_SIZE_EXCEEDS_MAXIMUM_ALLOWED_OF_64K : null;
    }

    private boolean isWanted(String subject) {
        return interest.hasConsumers() ? interest.wants(subject) : config.holdWithoutConsumersNanos() > 0;
    }

    /// Discard new: refuses what does not fit, unless it replaces the oldest message of its subject.
    private @Nullable JetStreamError checkRoom(@Nullable Entry entry, long size) {
        boolean replaces =
                entry != null && config.maxMessagesPerSubject() > 0 && entry.count >= config.maxMessagesPerSubject();
        if (replaces && config.discardNewPerSubject()) {
            return JetStreamErrors.GENERIC_10077.with("err", "maximum messages per subject exceeded");
        }
        if (config.maxMessages() > 0 && messages >= config.maxMessages() && !replaces) {
            return JetStreamErrors.GENERIC_10077.with("err", "maximum messages exceeded");
        }
        if (config.maxBytes() > 0 && bytes + size > config.maxBytes()) {
            boolean roomAfter = entry != null && replaces && bytes + size - sizeOf(firstOf(entry)) <= config.maxBytes();
            if (!roomAfter) {
                return JetStreamErrors.GENERIC_10077.with("err", "maximum bytes exceeded");
            }
        }
        return null;
    }

    /// The sequence goes by without a message.
    private void pass(long timeNanos) {
        last++;
        lastTime = timeNanos;
        if (messages == 0) {
            first = last + 1;
        } else {
            deleted.add(last);
        }
    }

    private void store(String subject, byte[] headers, byte[] payload, long timeNanos, long size) {
        store.append(last + 1, timeNanos, subject, headers, payload, size);
        last++;
        lastTime = timeNanos;
        if (messages == 0) {
            first = last;
            firstTime = timeNanos;
        }
        messages++;
        bytes += size;
        subjects.onStored(subject, last);
    }

    private void remember(PublishHeaders asked, long timeNanos) {
        String id = asked.messageId();
        lastMessageId = id == null ? "" : id;
        if (id != null && config.duplicateWindowNanos() > 0) {
            dedupe.add(hash.high(), hash.low(), last, timeNanos, config.duplicateWindowNanos());
        }
    }

    private void rollUp(PublishHeaders asked, String subject, long sequence) {
        if (asked.rollup() == null) {
            return;
        }
        if (asked.rollup().equals("all")) {
            removeBelow(sequence);
        } else {
            Entry entry = subjects.find(subject);
            while (entry != null && entry.count > 1) {
                remove(firstOf(entry));
            }
        }
    }

    private void enforceSubjectLimit(String subject) {
        if (config.maxMessagesPerSubject() <= 0) {
            return;
        }
        Entry entry = subjects.find(subject);
        while (entry != null && entry.count > config.maxMessagesPerSubject()) {
            remove(firstOf(entry));
        }
    }

    private void enforceLimits() {
        while (config.maxMessages() > 0 && messages > config.maxMessages()) {
            remove(first);
        }
        while (config.maxBytes() > 0 && bytes > config.maxBytes() && messages > 0) {
            remove(first);
        }
    }

    /// Removes what has grown too old at this group time, and ids that have left the window.
    public void expire(long timeNanos) {
        long age = config.maxAgeNanos();
        if (age > 0) {
            removeUntil(Long.MAX_VALUE, timeNanos - age);
        }
        long hold = holdNanos();
        if (hold > 0 && consumersGoneSince + hold <= timeNanos) {
            removeUntil(Long.MAX_VALUE, timeNanos - hold);
        }
        dedupe.expire(timeNanos, config.duplicateWindowNanos());
    }

    /// Group time at which something is due, [Long#MAX_VALUE] for never.
    public long nextDueNanos() {
        long due = dedupe.nextDueNanos(config.duplicateWindowNanos());
        if (messages > 0 && config.maxAgeNanos() > 0) {
            due = Math.min(due, firstTimeNanos() + config.maxAgeNanos());
        }
        if (messages > 0 && holdNanos() > 0) {
            due = Math.min(due, Math.max(firstTimeNanos(), consumersGoneSince) + holdNanos());
        }
        return due;
    }

    private long holdNanos() {
        return config.retention() == Retention.INTEREST && !interest.hasConsumers()
                ? config.holdWithoutConsumersNanos()
                : 0;
    }

    /// The last consumer went at this group time.
    public void onConsumersGone(long timeNanos) {
        consumersGoneSince = timeNanos;
    }

    /// Takes on a whole new configuration and trims to its limits.
    ///
    /// @return why it is refused, empty when it is in effect
    public Optional<JetStreamError> update(StreamConfig next, long timeNanos) {
        Optional<JetStreamError> problem = StreamUpdate.problem(config, next);
        if (problem.isPresent()) {
            return problem;
        }
        config = StreamUpdate.effective(config, next);
        if (config.maxMessagesPerSubject() > 0) {
            List<Entry> all = new ArrayList<>(subjects.entries());
            all.sort(Comparator.comparing(entry -> entry.subject));
            for (Entry entry : all) {
                enforceSubjectLimit(entry.subject);
            }
        }
        enforceLimits();
        expire(timeNanos);
        return Optional.empty();
    }

    /// Why a purge is refused, empty when it is allowed.
    public Optional<JetStreamError> purgeProblem(long beforeSequence, long keep) {
        if (config.sealed()) {
            return Optional.of(JetStreamErrors.INVALID_OPERATION_ON_SEALED_STREAM);
        }
        if (config.denyPurge()) {
            return Optional.of(JetStreamErrors.GENERIC_10110.with("err", "stream purge not permitted"));
        }
        return beforeSequence > 0 && keep > 0 ? Optional.of(JetStreamErrors.BAD_REQUEST) : Optional.empty();
    }

    /// Removes every message below the sequence.
    ///
    /// @return how many
    public long removeBelow(long sequence) {
        long before = messages;
        if (sequence > last) {
            removeAll();
        }
        removeUntil(sequence, Long.MAX_VALUE);
        return before - messages;
    }

    /// Removes the oldest messages while they are below the sequence and not younger than the time: a whole stretch at
    /// once where it can be, for they may be millions.
    private void removeUntil(long sequence, long timeNanos) {
        while (messages > 0 && first < sequence && (timeNanos == Long.MAX_VALUE || firstTimeNanos() <= timeNanos)) {
            StoredMessages.Stretch stretch = store.stretch(first);
            if (stretch != null && stretch.last() < sequence && stretch.lastTimeNanos() <= timeNanos) {
                removeStretch(stretch);
            } else {
                remove(first);
            }
        }
    }

    private void removeStretch(StoredMessages.Stretch stretch) {
        Entry entry = subjects.find(stretch.subject());
        if (entry == null || entry.count < stretch.messages()) {
            throw new IllegalStateException(
                    "stream " + config.name() + " lost the subject of messages up to " + stretch.last());
        }
        subjects.onOldestRemoved(entry, stretch.messages(), stretch.last());
        messages -= stretch.messages();
        bytes -= stretch.bytes();
        firstTime = -1;
        first = messages == 0 ? last + 1 : deleted.nextAbsent(stretch.last() + 1);
        deleted.removeBelow(first);
        store.onStretchRemoved(stretch, first);
    }

    /// Removes all but the newest `keep` messages.
    public long keepNewest(long keep) {
        long before = messages;
        if (keep == 0) {
            removeAll();
        }
        while (messages > keep) {
            remove(first);
        }
        return before - messages;
    }

    private void removeAll() {
        messages = 0;
        bytes = 0;
        first = last + 1;
        firstTime = -1;
        deleted.clear();
        subjects.clear();
        store.onAllRemoved(first);
    }

    /// Why a message may not be deleted, empty when it may.
    public Optional<JetStreamError> deleteProblem(long sequence) {
        if (config.sealed()) {
            return Optional.of(JetStreamErrors.INVALID_OPERATION_ON_SEALED_STREAM);
        }
        if (config.denyDelete()) {
            return Optional.of(JetStreamErrors.GENERIC_10057.with("err", "message delete not permitted"));
        }
        if (sequence <= 0 || sequence > last) {
            return Optional.of(JetStreamErrors.GENERIC_10057.with("err", "stream store EOF"));
        }
        return has(sequence) ? Optional.empty() : Optional.of(JetStreamErrors.SEQUENCE_NOT_FOUND.with("seq", sequence));
    }

    /// Removes a message that the stream has.
    public void remove(long sequence) {
        if (!has(sequence)) {
            throw new IllegalStateException(
                    "stream " + config.name() + " has no message " + sequence + " in " + first + ".." + last);
        }
        Entry entry = subjects.find(store.subject(sequence));
        if (entry == null) {
            throw new IllegalStateException("stream " + config.name() + " lost the subject of message " + sequence);
        }
        long size = sizeOf(sequence);
        messages--;
        bytes -= size;
        subjects.onRemoved(entry, sequence);
        if (sequence == first) {
            firstTime = -1;
            first = messages == 0 ? last + 1 : deleted.nextAbsent(sequence + 1);
            deleted.removeBelow(first);
        } else {
            deleted.add(sequence);
        }
        store.onRemoved(sequence, size);
    }

    private long sizeOf(long sequence) {
        return StoredSize.ofRecord(config.storage(), store.fileBytes(sequence), store.hasHeaders(sequence));
    }

    private long firstOf(Entry entry) {
        if (entry.firstStale) {
            long found = store.next(entry.subject, Math.max(first, entry.first), last);
            while (found != 0 && !has(found)) {
                found = store.next(entry.subject, found + 1, last);
            }
            entry.first = found;
            entry.firstStale = false;
        }
        return entry.first;
    }

    private long lastOf(Entry entry) {
        if (entry.lastStale) {
            long found = store.previous(entry.subject, entry.last, first);
            while (found != 0 && !has(found)) {
                found = store.previous(entry.subject, found - 1, first);
            }
            entry.last = found;
            entry.lastStale = false;
        }
        return entry.last;
    }

    private static boolean isNumber(String text, long expected) {
        try {
            return Long.parseUnsignedLong(text) == expected;
        } catch (NumberFormatException e) {
            return false; // as the real server: what is no number equals no sequence
        }
    }

    private static AppendResult sequencesUsedUp() {
        return new AppendResult.Refused(
                JetStreamErrors.GENERIC_10077.with("err", "sequences above " + SEQUENCE_MAX + " are not possible"));
    }

    private static AppendResult wrongLast(long actual) {
        return new AppendResult.Refused(JetStreamErrors.WRONG_LAST_SEQUENCE.with("seq", actual));
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        StreamConfigCodec.write(out, config);
        out.writeLong(hashKey0);
        out.writeLong(hashKey1);
        Fields.writeCount(out, first);
        Fields.writeCount(out, last);
        out.writeLong(lastTime);
        Fields.writeCount(out, messages);
        Fields.writeCount(out, bytes);
        Fields.writeText(out, lastMessageId);
        out.writeLong(consumersGoneSince);
        deleted.write(out);
        marks.write(out);
    }

    /// The state as an image holds it; subjects and ids are then taken up with [#restoreSubject] and [#restoreId].
    public static StreamState read(DataInput in, StoredMessages store, MessageIds ids, Interest interest)
            throws IOException {
        int version = Fields.readVersion(in, VERSION, "a stream's state");
        StreamConfig config = StreamConfigCodec.read(in);
        long key0 = in.readLong();
        long key1 = in.readLong();
        long first = Fields.readCount(in);
        long last = Fields.readCount(in);
        long lastTime = in.readLong();
        long messages = Fields.readCount(in);
        long bytes = Fields.readCount(in);
        String lastMessageId = Fields.readText(in);
        long consumersGoneSince = in.readLong();
        StreamState state = new StreamState(config, store, ids, interest, key0, key1, SequenceSet.read(in));
        state.first = first;
        state.last = last;
        state.lastTime = lastTime;
        state.messages = messages;
        state.bytes = bytes;
        state.lastMessageId = lastMessageId;
        state.consumersGoneSince = consumersGoneSince;
        if (version > 1) {
            state.marks.read(in);
        }
        return state;
    }

    /// Takes up messages of one subject, stretch by stretch in ascending order, when the index is built anew.
    public void restoreSubject(String subject, long count, long firstSequence, long lastSequence) {
        subjects.restore(subject, count, firstSequence, lastSequence);
    }

    /// Takes up an id that a file holds, in the order in which they were appended.
    public void restoreId(long file, MessageIds.Entry entry) {
        dedupe.restore(file, entry);
    }
}
