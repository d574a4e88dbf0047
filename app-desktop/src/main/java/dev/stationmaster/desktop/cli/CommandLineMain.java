package dev.stationmaster.desktop.cli;

import dev.stationmaster.desktop.cluster.ClusterException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `stationmaster` with words: parses them, runs one command, turns every failure into one clear line and an exit code.
@Command(
        name = "stationmaster",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Message brokers with durable, replicated stations. Without a word it opens the console.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            NodeCommand.class,
            BrokerCommand.class,
            StationCommand.class,
            DeadLetterCommand.class,
            ProduceCommand.class,
            ConsumeCommand.class,
            BenchCommand.class
        })
public final class CommandLineMain implements Runnable {
    static final JsonMapper JSON = JsonMapper.builder().build();

    /// Words of the contract that are not built yet.
    private static final List<String> PLANNED =
            List.of("scale", "group", "schema", "user", "tail", "check", "drill", "scenario", "doctor", "diagnostics");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run
    private CommandSpec spec;

    /// @return the exit code
    public static int run(String[] words, PrintStream out, PrintStream err) {
        boolean json = wantsJson(words);
        String word = String.join(" ", Arrays.asList(words).subList(0, Math.min(2, words.length)));
        if (PLANNED.stream().anyMatch(planned -> word.equals(planned) || word.startsWith(planned + " "))) {
            return fail(
                    ClusterException.failed("SM-NOT-THERE-YET", "`stationmaster " + word + "` is not there yet"),
                    json,
                    out,
                    err);
        }
        CommandLine line = new CommandLine(new CommandLineMain());
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((cause, arguments) -> wrongUsage(cause, json, out, err));
        line.setExecutionExceptionHandler((cause, command, result) -> failed(cause, json, out, err));
        return line.execute(words);
    }

    /// What a program reads on stdout instead of an answer.
    record ErrorLine(String event, String code, String message) {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a word is missing");
    }

    /// One line for a person on stderr, or one of JSON on stdout.
    static int fail(ClusterException cause, boolean json, PrintStream out, PrintStream err) {
        if (json) {
            out.println(JSON.writeValueAsString(new ErrorLine("error", cause.code(), cause.text())));
        } else {
            err.println("stationmaster: " + cause.text());
        }
        out.flush();
        return cause.exitCode();
    }

    private static int failed(Exception cause, boolean json, PrintStream out, PrintStream err) {
        if (cause instanceof ClusterException known) {
            return fail(known, json, out, err);
        }
        org.slf4j.LoggerFactory.getLogger(CommandLineMain.class).debug("a command failed", cause);
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return fail(ClusterException.failed("SM-FAILED", message), json, out, err);
    }

    private static int wrongUsage(ParameterException cause, boolean json, PrintStream out, PrintStream err) {
        Throwable reason = cause.getCause() instanceof ClusterException known ? known : cause;
        String message = String.valueOf(reason.getMessage());
        fail(ClusterException.wrongUsage(message), json, out, err);
        if (!json) {
            err.println("Try: " + cause.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.USAGE;
    }

    private static boolean wantsJson(String[] words) {
        return Arrays.asList(words).contains("--json");
    }
}
