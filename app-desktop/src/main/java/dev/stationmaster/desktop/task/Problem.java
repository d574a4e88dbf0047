package dev.stationmaster.desktop.task;

/// A failure as a person reads it: a stable code for searching, and a sentence.
public record Problem(String code, String message, boolean unreachable) {
    /// A failure that carries such a description.
    public interface Described {
        Problem problem();
    }

    /// Describes any failure; one of our own describes itself.
    public static Problem of(Throwable failure) {
        if (failure instanceof Described described) {
            return described.problem();
        }
        String message = failure.getMessage();
        return new Problem("SM-CONSOLE", message == null ? failure.getClass().getSimpleName() : message, false);
    }
}
