package dev.stationmaster.desktop.link;

import dev.stationmaster.desktop.task.Problem;

/// A request to the cluster that was refused or never answered.
public final class LinkException extends RuntimeException implements Problem.Described {
    private static final long serialVersionUID = 1;
    private final transient Problem problem;

    private LinkException(Problem problem) {
        super(problem.message());
        this.problem = problem;
    }

    /// The cluster answered with an error of its own.
    public static LinkException refused(String code, String message) {
        return new LinkException(new Problem(code, message, false));
    }

    /// No answer: nothing listens there, the connection broke or the time was up.
    public static LinkException unreachable(String message) {
        return new LinkException(new Problem("SM-UNREACHABLE", message, true));
    }

    @Override
    public Problem problem() {
        return problem;
    }
}
