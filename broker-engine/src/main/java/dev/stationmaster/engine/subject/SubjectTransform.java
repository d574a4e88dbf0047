package dev.stationmaster.engine.subject;

import dev.stationmaster.engine.subject.TransformPart.Literal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Maps subjects that match a pattern to other subjects. Immutable, deterministic.
///
/// The destination's tokens are literal, a trailing `>`, or functions of the tokens that stand at the source's `*`
/// (numbered from 1): `$1`, `{{wildcard(1)}}`, `{{partition(10,1,2)}}`, `{{split(1,-)}}`, `{{splitfromleft(1,3)}}`,
/// `{{splitfromright(1,3)}}`, `{{slicefromleft(1,2)}}`, `{{slicefromright(1,2)}}`, `{{left(1,2)}}`, `{{right(1,2)}}`.
/// Source: subject mapping of nats-server and ADR-30.
public final class SubjectTransform {
    private static final String REST = ">";

    private final String source;
    private final String destination;
    private final List<TransformPart> parts;
    private final boolean keepsRest;
    private final int restFrom;

    private SubjectTransform(String source, String destination, List<TransformPart> parts) {
        this.source = source;
        this.destination = destination;
        this.parts = parts;
        this.keepsRest = destination.equals(REST) || destination.endsWith(".>");
        this.restFrom = source.split("\\.", -1).length - 1;
    }

    /// @param source `""` for every subject
    /// @param destination `""` to leave subjects as they are
    /// @throws IllegalArgumentException saying what is wrong with either
    public static SubjectTransform of(String source, String destination) {
        String from = source.isEmpty() ? REST : source;
        if (!SubjectPattern.isValidPattern(from)) {
            throw new IllegalArgumentException("invalid subject " + source);
        }
        if (destination.isEmpty()) {
            return new SubjectTransform(from, from.equals(REST) ? REST : "", List.of());
        }
        String[] sourceTokens = from.split("\\.", -1);
        List<Integer> wildcards = new ArrayList<>();
        for (int i = 0; i < sourceTokens.length; i++) {
            if (sourceTokens[i].equals("*")) {
                wildcards.add(i);
            }
        }
        String[] tokens = destination.split("\\.", -1);
        List<TransformPart> parts = new ArrayList<>();
        for (int i = 0; i < tokens.length; i++) {
            String token = tokens[i];
            boolean last = i == tokens.length - 1;
            if (token.isEmpty() || token.equals("*") || (token.equals(REST) && !last)) {
                throw new IllegalArgumentException("invalid mapping destination: invalid subject in " + destination);
            }
            if (!token.equals(REST)) {
                parts.add(TransformPart.parse(token, wildcards));
            }
        }
        boolean rest = tokens[tokens.length - 1].equals(REST);
        if (rest != sourceTokens[sourceTokens.length - 1].equals(REST)) {
            throw new IllegalArgumentException(
                    "invalid mapping destination: '>' must end both " + from + " and " + destination + " or neither");
        }
        return new SubjectTransform(from, destination, List.copyOf(parts));
    }

    /// Whether subjects may be mapped so.
    public static boolean isValid(String source, String destination) {
        try {
            of(source, destination);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// The new subject, or null when this one does not match the source.
    public @Nullable String apply(String subject) {
        if (!source.equals(REST) && !SubjectPattern.matches(source, subject)) {
            return null;
        }
        if (destination.isEmpty() || (parts.isEmpty() && keepsRest && source.equals(REST))) {
            return subject;
        }
        String[] tokens = subject.split("\\.", -1);
        StringBuilder mapped = new StringBuilder(subject.length() + 16);
        for (TransformPart part : parts) {
            if (!mapped.isEmpty()) {
                mapped.append('.');
            }
            if (part instanceof Literal(String text)) {
                mapped.append(text);
            } else {
                part.append(tokens, mapped);
            }
        }
        for (int i = restFrom; keepsRest && i < tokens.length; i++) {
            if (!mapped.isEmpty()) {
                mapped.append('.');
            }
            mapped.append(tokens[i]);
        }
        return mapped.toString();
    }
}
