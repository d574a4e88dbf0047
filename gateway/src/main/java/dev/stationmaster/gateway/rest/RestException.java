package dev.stationmaster.gateway.rest;

import dev.stationmaster.gateway.http.Response;

/// A request that is refused with an answer of its own.
final class RestException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Response response;

    RestException(Response response) {
        super("status " + response.status());
        this.response = response;
    }

    Response response() {
        return response;
    }
}
