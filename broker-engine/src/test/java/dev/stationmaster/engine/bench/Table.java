package dev.stationmaster.engine.bench;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// All works, in the order of the report.
final class Table {
    private Table() {}

    static List<Work> all() {
        return List.of(
                PublishWork.small("publish-128", 128, 400_000),
                PublishWork.small("publish-1k", 1_024, 200_000),
                PublishWork.large("publish-16k", 16 * 1_024, 30_000),
                new OneAtATimeWork(),
                new PullAckWork(),
                new PublishConsumeWork(),
                new LatencyWork(),
                new FanOutWork(),
                new CoreWork(),
                new StreamsWork(),
                new StartWork(),
                new IdleWork(),
                new RecoverWork());
    }

    static List<Work> chosen(List<String> names) {
        if (names.isEmpty()) {
            return all();
        }
        Map<String, Work> known = all().stream().collect(Collectors.toMap(Work::name, Function.identity()));
        return names.stream()
                .map(name -> {
                    Work work = known.get(name);
                    if (work == null) {
                        throw new IllegalArgumentException("--work " + name + " (expected: of "
                                + all().stream().map(Work::name).collect(Collectors.joining(", ")) + ")");
                    }
                    return work;
                })
                .toList();
    }
}
