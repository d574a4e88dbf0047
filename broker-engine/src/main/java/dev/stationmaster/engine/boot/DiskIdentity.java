package dev.stationmaster.engine.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The random id that a node's directory was formatted with (`disk.json`). It is part of the node's Raft peer id, so
/// that an emptied disk never votes for what it has forgotten.
final class DiskIdentity {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private record Form(String diskId) {}

    /// @throws StartFailure when the directory was never formatted, or is not the one that the cluster recorded
    static void check(Path directory, String expected) {
        Path file = directory.resolve("disk.json");
        String found = read(file);
        if (!found.equals(expected)) {
            throw new StartFailure(
                    "SM-DISK-IDENTITY",
                    "the directory " + directory + " has disk id " + (found.isEmpty() ? "(none)" : found)
                            + ", but the cluster recorded " + expected
                            + " for this node; it is another disk or was emptied. Bring the recorded disk back;"
                            + " replacing a lost disk is not there yet.");
        }
    }

    /// The id of a directory that is formatted now if it never was.
    static String formatted(Path directory) {
        Path file = directory.resolve("disk.json");
        String found = read(file);
        if (!found.isEmpty()) {
            return found;
        }
        byte[] random = new byte[6];
        new SecureRandom().nextBytes(random);
        Form form = new Form(HexFormat.of().formatHex(random));
        try {
            Files.createDirectories(directory);
            Files.write(file, JSON.writeValueAsBytes(form));
        } catch (IOException cause) {
            throw new StartFailure("SM-DATA", "cannot write " + file + ": " + cause.getMessage(), cause);
        }
        return form.diskId();
    }

    private static String read(Path file) {
        try {
            return Files.exists(file)
                    ? JSON.readValue(Files.readAllBytes(file), Form.class).diskId()
                    : "";
        } catch (IOException | JacksonException cause) {
            throw new StartFailure("SM-DATA", "cannot read " + file + ": " + cause.getMessage(), cause);
        }
    }

    private DiskIdentity() {}
}
