package dev.stationmaster.gateway.management;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.stationmaster.metadata.User;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// The session object of a login: who the user is, and where the services are.
public record SessionView(
        String jwt,
        @JsonProperty("expires_in") long expiresIn,
        @JsonProperty("user_id") int userId,
        String username,
        @JsonProperty("user_type") String userType,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("already_logged_in") boolean alreadyLoggedIn,
        @JsonProperty("last_login") String lastLogin,
        @JsonProperty("avatar_id") int avatarId,
        @JsonProperty("full_name") String fullName,
        @JsonProperty("skip_get_started") boolean skipGetStarted,
        @JsonProperty("send_analytics") boolean sendAnalytics,
        String env,
        String namespace,
        @JsonProperty("broker_host") String brokerHost,
        @JsonProperty("rest_gw_host") String restHost,
        @JsonProperty("ui_host") String uiHost,
        @JsonProperty("http_port") int httpPort,
        @JsonProperty("clients_port") int clientsPort,
        @JsonProperty("rest_gw_port") int restPort,
        @JsonProperty("user_pass_based_auth") boolean userPassBasedAuth,
        @JsonProperty("connection_token") String connectionToken,
        @JsonProperty("account_id") int accountId,
        @JsonProperty("ws_host") String websocketHost,
        @JsonProperty("internal_ws_pass") String internalWebsocketPassword,
        @JsonProperty("dls_retention") int dlsRetentionHours,
        @JsonProperty("logs_retention") int logsRetentionDays,
        @JsonProperty("tiered_storage_time_sec") int tieredStorageSeconds,
        @JsonProperty("max_msg_size_mb") int messageMegabytesMax,
        @JsonProperty("light_icon") String lightIcon,
        @JsonProperty("dark_icon") String darkIcon,
        @JsonProperty("brand_colors") List<String> brandColors) {

    private static final int DLS_HOURS = 72;
    private static final int LOGS_DAYS = 3;
    private static final int TIERED_SECONDS = 8;

    /// Where clients find the services.
    public record Endpoints(String host, int api, int clients, int rest, int websocket, int maxPayload) {}

    static SessionView of(UserLogin.LoggedIn login, Endpoints at) {
        User user = login.user();
        return new SessionView(
                login.token(),
                AdminTokens.LIFETIME.toMillis(),
                user.id(),
                user.name(),
                user.type().name().toLowerCase(Locale.ROOT),
                user.createdAt().toString(),
                user.alreadyLoggedIn(),
                Instant.now().toString(),
                user.avatarId(),
                user.profile().fullName(),
                user.skipGetStarted(),
                false,
                "docker",
                "",
                at.host,
                at.host,
                at.host,
                at.api,
                at.clients,
                at.rest,
                true,
                "",
                1,
                at.host + ":" + at.websocket,
                "",
                DLS_HOURS,
                LOGS_DAYS,
                TIERED_SECONDS,
                Math.max(1, at.maxPayload / (1024 * 1024)),
                "",
                "",
                List.of());
    }
}
