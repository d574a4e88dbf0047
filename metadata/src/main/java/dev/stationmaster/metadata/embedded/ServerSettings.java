package dev.stationmaster.metadata.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Command lines of PostgreSQL's programs. Durable, on the loopback only, and small: it serves one cluster's control
/// plane.
final class ServerSettings {
    /// In effect at each start, whatever a configuration file says.
    private static final List<Map.Entry<String, String>> SETTINGS = List.of(
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("max_connections", "40"),
            Map.entry("superuser_reserved_connections", "0"),
            Map.entry("reserved_connections", "0"),
            // Memory and processes. Reads by worker processes would cost three of them.
            Map.entry("shared_buffers", "16MB"),
            Map.entry("work_mem", "2MB"),
            Map.entry("maintenance_work_mem", "16MB"),
            Map.entry("io_method", "sync"),
            Map.entry("max_worker_processes", "0"),
            Map.entry("max_parallel_workers", "0"),
            Map.entry("max_logical_replication_workers", "0"),
            Map.entry("autovacuum_max_workers", "1"),
            Map.entry("autovacuum_naptime", "5min"),
            Map.entry("jit", "off"),
            Map.entry("huge_pages", "off"),
            Map.entry("wal_level", "minimal"),
            Map.entry("max_wal_senders", "0"),
            Map.entry("min_wal_size", "32MB"),
            Map.entry("max_wal_size", "128MB"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("log_line_prefix", "%m [%p] "),
            Map.entry("log_min_messages", "warning"),
            Map.entry("log_checkpoints", "off"),
            Map.entry("cluster_name", "stationmaster"));

    private ServerSettings() {}

    static List<String> initdb(Path program, Path directory, Path passwordFile, String user) {
        return List.of(
                program.toString(),
                "--pgdata=" + directory,
                "--username=" + user,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-instructions");
    }

    static List<String> server(Path program, Path directory, int port) {
        List<String> command =
                new ArrayList<>(List.of(program.toString(), "-D", directory.toString(), "-p", "" + port));
        SETTINGS.forEach(setting -> command.addAll(List.of("-c", setting.getKey() + "=" + setting.getValue())));
        return command;
    }
}
