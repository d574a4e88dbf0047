package dev.stationmaster.engine.ingest;

import dev.stationmaster.engine.account.AccountUsage;
import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.HeaderBlock;
import dev.stationmaster.engine.message.HeaderBlock.Header;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.meta.Directory;
import dev.stationmaster.engine.meta.PartitionNames;
import dev.stationmaster.engine.meta.StreamRef;
import dev.stationmaster.engine.partition.NodeGroups;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.OutcomeHandler;
import dev.stationmaster.engine.replication.PartitionCommand;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.router.StreamSink;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where published messages enter a stream: finds the stream by subject, hands the message to the origin of its group,
/// and answers on the reply subject. Everything that other messages can change is decided in apply. Thread-safe.
public final class Ingest implements StreamSink {
    private static final String ROLL_UP = "Nats-Rollup";
    private static final OutcomeHandler SILENT = outcome -> {};

    private final Directory directory;
    private final NodeGroups groups;
    private final Router router;
    private final String domain;
    private final AccountUsage usage;

    /// @param router delivers the answers
    /// @param domain of JetStream, `""` for none
    public Ingest(Directory directory, NodeGroups groups, Router router, String domain, AccountUsage usage) {
        this.directory = directory;
        this.groups = groups;
        this.router = router;
        this.domain = domain;
        this.usage = usage;
    }

    @Override
    public boolean captures(String subject) {
        return directory.streamFor(subject) != null || PartitionNames.resolveSubject(directory, subject) != null;
    }

    @Override
    public boolean offer(Message message, ClientIdentity from) {
        String subject = message.subject();
        StreamRef stream = directory.streamFor(subject);
        if (stream == null) {
            String meant = PartitionNames.resolveSubject(directory, subject);
            stream = meant == null ? null : directory.streamFor(meant);
            if (meant == null || stream == null) {
                return false;
            }
            subject = meant;
        }
        if (groups.isDiskFull()) {
            refuse(stream.name(), message, JetStreamErrors.INSUFFICIENT_RESOURCES);
            return true;
        }
        PartitionCommand.Append append = new PartitionCommand.Append(
                stream.id(), subject, withKnownRollUp(message.headers()), message.payload());
        OutcomeHandler handler = message.hasReply() ? answer(stream.name(), message.reply()) : SILENT;
        boolean inMemory = directory.isInMemory(stream);
        if (usage.isCounting()) {
            int size = message.size();
            if (!usage.take(stream.id(), inMemory, size)) {
                refuse(stream.name(), message, JetStreamErrors.RESOURCE_LIMITS_EXCEEDED_FOR_ACCOUNT);
                return true;
            }
            groups.propose(stream.group(), append, !inMemory, outcome -> {
                usage.done(inMemory, size);
                handler.onOutcome(outcome);
            });
        } else {
            groups.propose(stream.group(), append, !inMemory, handler);
        }
        return true;
    }

    /// Apply knows the words of a roll-up in lower case; clients may write them in any.
    private static byte[] withKnownRollUp(byte[] headers) {
        @Nullable String word = headers.length == 0 ? null : HeaderBlock.value(headers, ROLL_UP);
        if (word == null || word.equals("sub") || word.equals("all")) {
            return headers;
        }
        String lower = word.toLowerCase(Locale.ROOT);
        if (!lower.equals("sub") && !lower.equals("all")) {
            return headers;
        }
        return HeaderBlock.of(HeaderBlock.headers(headers).stream()
                .map(header -> header.name().equals(ROLL_UP) ? new Header(ROLL_UP, lower) : header)
                .toList());
    }

    private void refuse(String stream, Message message, JetStreamError error) {
        if (message.hasReply()) {
            answer(stream, message.reply()).onOutcome(new Outcome.Refused(error));
        }
    }

    private OutcomeHandler answer(String stream, String reply) {
        return outcome -> {
            byte[] ack = PubAck.of(stream, domain, outcome);
            if (ack != null) {
                router.deliver(reply, Message.of(reply, ack));
            }
        };
    }

    @Override
    public boolean congested() {
        return groups.isCongested();
    }

    @Override
    public void whenWritable(Runnable resume) {
        groups.whenNotCongested(resume);
    }
}
