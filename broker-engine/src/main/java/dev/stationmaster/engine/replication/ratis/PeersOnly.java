package dev.stationmaster.engine.replication.ratis;

import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;

/// Refuses Ratis's client and admin services: Ratis would let anyone who reaches the port add groups or change
/// members. We administer in-process.
final class PeersOnly implements ServerInterceptor {
    private static final String ALLOWED = "ratis.grpc.RaftServerProtocolService";

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        String service = call.getMethodDescriptor().getServiceName();
        if (ALLOWED.equals(service)) {
            return next.startCall(call, headers);
        }
        call.close(Status.PERMISSION_DENIED.withDescription("service " + service + " is not served"), new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
