package dev.stationmaster.engine.deadletter;

import dev.stationmaster.engine.message.HeaderBlock;
import dev.stationmaster.engine.message.HeaderBlock.Header;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.meta.PartitionNames;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.metadata.DeadLetter;
import dev.stationmaster.metadata.DeadLetterStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Sends dead letters once more to the groups that failed, on subjects of their own: not stored, without a reply
/// subject,
/// so that the SDK acknowledges them by id. Called on threads that may block.
public final class Resend {
    private static final String PREFIX = "$memphis_dls_";

    private final DeadLetterStore store;
    private final Router router;

    public Resend(DeadLetterStore store, Router router) {
        this.store = store;
        this.router = router;
    }

    /// @param sent letters that a member of some group got
    /// @param noMember ids of those that nobody listened for
    public record Result(int sent, List<Long> noMember) {}

    public Result resend(Collection<Long> ids) {
        int sent = 0;
        List<Long> noMember = new ArrayList<>();
        for (DeadLetter letter : store.byIds(ids)) {
            boolean taken = false;
            for (String group : letter.groups()) {
                taken |= resend(letter, group);
            }
            if (taken) {
                sent++;
            } else {
                noMember.add(letter.id());
            }
        }
        return new Result(sent, noMember);
    }

    private boolean resend(DeadLetter letter, String group) {
        String station = PartitionNames.internal(letter.station());
        String member = PartitionNames.internal(group);
        byte[] headers = headers(letter, group);
        boolean current = deliver(PREFIX + station + "." + member, headers, letter.payload());
        boolean older = deliver(PREFIX + station + "_" + member, headers, letter.payload());
        return current || older;
    }

    private boolean deliver(String subject, byte[] headers, byte[] payload) {
        return router.deliver(subject, new Message(subject, "", headers, payload));
    }

    private static byte[] headers(DeadLetter letter, String group) {
        List<Header> headers = new ArrayList<>();
        letter.headers().forEach((name, value) -> {
            if (!name.equals("$memphis_producedBy") && !name.equals("producedBy")) {
                headers.add(new Header(name, value));
            }
        });
        headers.add(new Header("$memphis_pm_id", Long.toString(letter.id())));
        headers.add(new Header("$memphis_pm_cg_name", group));
        headers.add(new Header("$memphis_producedBy", "$memphis_dls"));
        return HeaderBlock.of(headers);
    }
}
