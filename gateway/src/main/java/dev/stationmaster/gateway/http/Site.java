package dev.stationmaster.gateway.http;

/// What a listener serves: its routes with their filters, and the shape that its errors have.
public interface Site {

    /// Answers a complete request; never throws and never shows a stack trace.
    Response answer(Request request);

    /// Answer to what never became a request: too large, malformed, too many, too slow.
    Response refusal(int status, String text);
}
