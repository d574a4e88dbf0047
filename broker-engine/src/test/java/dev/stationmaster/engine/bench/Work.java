package dev.stationmaster.engine.bench;

import java.util.List;
import java.util.Map;

/// What is done to both servers in turn, and what must come out.
interface Work {
    /// As chosen by `--work`.
    String name();

    /// What a round does, in a sentence.
    String what();

    /// What the table asks for.
    List<Bar> bars();

    /// One round with one server: figures by name, in the order of the report.
    Map<String, Double> round(Lab lab, ServerKind kind) throws Exception;

    /// Whether a round before the first is thrown away: classes are loaded, code is compiled, files are there.
    default boolean warmsUp() {
        return true;
    }
}
