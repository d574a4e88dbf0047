package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.link.Formed;
import dev.stationmaster.engine.link.Seat;
import dev.stationmaster.engine.storage.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// `cluster.json` in a bare broker's store: the members of the cluster that its streams belong to, for good.
final class ClusterFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int VERSION = 1;

    private record Form(int version, String cluster, String id, List<Seat> members) {}

    private final Path file;
    private final Path store;

    ClusterFile(Path store) {
        this.store = store;
        this.file = store.resolve("cluster.json");
    }

    boolean isThere() {
        return Files.exists(file);
    }

    /// Whether streams were kept here without a cluster.
    boolean isOfSingleBroker() {
        return !isThere() && Files.isDirectory(store.resolve("streams"));
    }

    /// Empty when no cluster was formed yet.
    ///
    /// @throws StartFailure when the file cannot be read, or the store belongs to another cluster or broker
    Optional<Formed> read(String cluster, String name, String diskId) {
        if (!isThere()) {
            return Optional.empty();
        }
        Form form = form();
        if (!form.cluster().equals(cluster)) {
            throw new StartFailure(
                    "SM-CLUSTER",
                    "the store " + store + " belongs to cluster '" + form.cluster() + "', but 'cluster.name' is '"
                            + cluster + "'");
        }
        if (form.members().stream()
                .noneMatch(seat -> seat.name().equals(name) && seat.diskId().equals(diskId))) {
            throw new StartFailure(
                    "SM-CLUSTER",
                    "the store " + store + " belongs to cluster '" + cluster + "' of "
                            + form.members().stream().map(Seat::name).toList() + ", but 'server_name' is '" + name
                            + "' and the store's id is " + diskId);
        }
        return Optional.of(new Formed(form.id(), form.members()));
    }

    private Form form() {
        try {
            Form form = JSON.readValue(Files.readAllBytes(file), Form.class);
            if (form == null || form.version() != VERSION) {
                throw new StartFailure(
                        "SM-DATA",
                        file + " has version " + (form == null ? 0 : form.version()) + ", known is " + VERSION);
            }
            return form;
        } catch (IOException | JacksonException cause) {
            throw new StartFailure("SM-DATA", "cannot read " + file + ": " + cause.getMessage(), cause);
        }
    }

    void write(String cluster, Formed formed) {
        try {
            WholeFile.write(file, JSON.writeValueAsBytes(new Form(VERSION, cluster, formed.id(), formed.seats())));
        } catch (IOException cause) {
            throw new StartFailure("SM-DATA", "cannot write " + file + ": " + cause.getMessage(), cause);
        }
    }
}
