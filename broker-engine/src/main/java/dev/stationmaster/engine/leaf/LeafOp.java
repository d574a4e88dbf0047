package dev.stationmaster.engine.leaf;

import dev.stationmaster.engine.message.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one side of a leaf connection says.
sealed interface LeafOp {
    record Info(byte[] json) implements LeafOp {}

    record Connect(byte[] json) implements LeafOp {}

    /// @param count members of the queue group, 1 for plain interest, 0 when the interest is gone
    record Interest(String pattern, String queue, int count) implements LeafOp {}

    /// @param route subject that interest is matched with
    /// @param queues groups of which a member shall have it, null for plain interest alone
    record Publish(String route, Message message, @Nullable List<String> queues) implements LeafOp {}

    record Ping() implements LeafOp {}

    record Pong() implements LeafOp {}

    record Complaint(String text) implements LeafOp {}

    /// Not the protocol.
    record Violation(String problem) implements LeafOp {}
}
