package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.storage.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The random id that a node's directory was formatted with (`disk.json`). It is part of the node's Raft peer id, so
/// that an emptied disk never votes for what it has forgotten.
final class DiskIdentity {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern ID = Pattern.compile("[0-9a-f]{1,64}");

    /// @param checksum CRC-32C of the id in hex, absent in older files and in those of a cluster, which records the id
    private record Form(String diskId, @Nullable String checksum) {}

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
        String id = HexFormat.of().formatHex(random);
        try {
            Files.createDirectories(directory);
            WholeFile.write(file, JSON.writeValueAsBytes(new Form(id, checksum(id))));
        } catch (IOException cause) {
            throw new StartFailure("SM-DATA", "cannot write " + file + ": " + cause.getMessage(), cause);
        }
        return id;
    }

    private static String read(Path file) {
        try {
            if (!Files.exists(file)) {
                return "";
            }
            Form form = JSON.readValue(Files.readAllBytes(file), Form.class);
            String id = form == null || form.diskId() == null ? "" : form.diskId();
            if (!ID.matcher(id).matches()
                    || (form.checksum() != null && !form.checksum().equals(checksum(id)))) {
                throw new StartFailure("SM-DATA", file + " is damaged: it does not hold a disk id as it was written");
            }
            return id;
        } catch (IOException cause) {
            throw new StartFailure("SM-DATA", "cannot read " + file + ": " + cause.getMessage(), cause);
        } catch (JacksonException cause) {
            throw new StartFailure("SM-DATA", file + " is damaged: it is no JSON", cause);
        }
    }

    private static String checksum(String id) {
        CRC32C crc = new CRC32C();
        crc.update(id.getBytes(StandardCharsets.US_ASCII));
        return Long.toHexString(crc.getValue());
    }

    private DiskIdentity() {}
}
