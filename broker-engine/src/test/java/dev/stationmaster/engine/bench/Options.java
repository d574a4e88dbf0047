package dev.stationmaster.engine.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// What the caller asked for.
///
/// @param home the checkout
/// @param works names, in order; empty for all
/// @param messages of a round, 0 for each work's own number
/// @param scale of the works' own numbers and waits: below 1 to try whether all works
/// @param client of the works that can use either: `jnats`, `raw`, or empty for each work's own choice
/// @param isLong whether recovery is measured with all that the table asks for
/// @param program how our broker is started: this and `broker …`
record Options(
        Path home,
        List<String> works,
        int rounds,
        int messages,
        double scale,
        String client,
        boolean isLong,
        Path program,
        Path store) {

    static Options parse(String[] words) {
        Path home = Path.of(words[0]);
        Options all = new Options(
                home,
                List.of(),
                5,
                0,
                1,
                "",
                false,
                home.resolve("stationmaster"),
                home.resolve("broker-engine/target/bench"));
        List<String> rest = Arrays.asList(words).subList(1, words.length);
        for (int at = 0; at < rest.size(); at++) {
            String word = rest.get(at);
            if (word.equals("--long")) {
                all = all.with("--long", "");
                continue;
            }
            if (at + 1 == rest.size()) {
                throw new IllegalArgumentException(word + " is unknown or lacks its value");
            }
            all = all.with(word, rest.get(++at));
        }
        return all;
    }

    private Options with(String name, String value) {
        List<String> chosen = name.equals("--work") ? List.of(value.split(",")) : works;
        int times = name.equals("--rounds") ? number(name, value) : rounds;
        int count = name.equals("--messages") ? number(name, value) : messages;
        double part = name.equals("--scale") ? Double.parseDouble(value) : scale;
        String speaker = name.equals("--client") ? value : client;
        if (!List.of("", "raw", "jnats").contains(speaker)) {
            throw new IllegalArgumentException("--client " + value + " (expected: raw or jnats)");
        }
        boolean known = List.of(
                        "--work", "--rounds", "--messages", "--scale", "--client", "--program", "--store", "--long")
                .contains(name);
        if (!known) {
            throw new IllegalArgumentException("unknown flag " + name);
        }
        return new Options(
                home,
                chosen,
                times,
                count,
                part,
                speaker,
                isLong || name.equals("--long"),
                name.equals("--program") ? Path.of(value) : program,
                name.equals("--store") ? Path.of(value).toAbsolutePath() : store);
    }

    private static int number(String name, String value) {
        int number = Integer.parseInt(value);
        if (number < 1) {
            throw new IllegalArgumentException(name + " " + value + " (expected: 1 or more)");
        }
        return number;
    }
}
