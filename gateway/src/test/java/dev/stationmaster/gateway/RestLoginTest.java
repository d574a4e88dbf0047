package dev.stationmaster.gateway;

import static dev.stationmaster.gateway.RunningGateway.get;
import static dev.stationmaster.gateway.RunningGateway.json;
import static dev.stationmaster.gateway.RunningGateway.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Logins and tokens of the REST gateway.
class RestLoginTest {
    private static final String JSON = "application/json";
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = new RunningGateway();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static HttpResponse<String> login(String body) {
        return post(gateway.rest() + "/auth/authenticate", body, "Content-Type", JSON);
    }

    private static HttpResponse<String> produce(String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "text/plain";
        return post(gateway.rest() + "/stations/orders/produce/single", "x", all);
    }

    @Test
    void answersExactlyFourKeysWithLifetimesInMilliseconds() {
        HttpResponse<String> answer = login("{\"username\":\"root\",\"password\":\"memphis\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        JsonNode tokens = json(answer);
        assertThat(tokens.properties().stream().map(e -> e.getKey()).collect(Collectors.toSet()))
                .isEqualTo(Set.of("jwt", "expires_in", "jwt_refresh_token", "refresh_token_expires_in"));
        assertThat(tokens.path("expires_in").asLong()).isEqualTo(15 * 60_000);
        assertThat(tokens.path("refresh_token_expires_in").asLong()).isEqualTo(300 * 60_000);
    }

    @Test
    void honoursAskedLifetimesVeryLongOnesIncluded() {
        JsonNode tokens = json(login("{\"username\":\"root\",\"password\":\"memphis\","
                + "\"token_expiry_in_minutes\":6000000,\"refresh_token_expiry_in_minutes\":123}"));
        assertThat(tokens.path("expires_in").asLong()).isEqualTo(6_000_000L * 60_000);
        assertThat(tokens.path("refresh_token_expires_in").asLong()).isEqualTo(123L * 60_000);
        long exp = JWT.decode(tokens.path("jwt").asString())
                .getExpiresAtAsInstant()
                .getEpochSecond();
        assertThat(exp)
                .isBetween(
                        Instant.now().getEpochSecond() + 359_999_000L,
                        Instant.now().getEpochSecond() + 360_000_100L);
    }

    @Test
    void refusesALifetimeThatOverflows() {
        HttpResponse<String> answer = login(
                "{\"username\":\"root\",\"password\":\"memphis\",\"token_expiry_in_minutes\":9223372036854775807}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("too long");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"password\":\"memphis\"}|400|Username",
                "{\"username\":\"\"}|400|Username",
                "not json|400|missing fields",
                "[]|400|missing fields",
                "{\"username\":5}|400|missing fields",
                "{\"username\":\"root\",\"password\":\"memphis\",\"account_id\":\"1\"}|400|account_id",
                "{\"username\":\"root\",\"password\":\"wrong\"}|401|Unauthorized",
                "{\"username\":\"nobody\",\"password\":\"memphis\"}|401|Unauthorized",
                "{\"username\":\"root\"}|401|Unauthorized",
                "{\"username\":\"root\",\"password\":\"memphis\",\"account_id\":7}|401|Unauthorized",
                "{\"username\":\"root$7\",\"password\":\"memphis\"}|401|Unauthorized",
                "{\"username\":\"root$1\",\"password\":\"memphis\"}|200|jwt",
                "{\"username\":\"root$x\",\"password\":\"memphis\"}|200|jwt",
                "{\"username\":\"ROOT\",\"password\":\"memphis\"}|200|jwt",
                "{\"username\":\"root$7\",\"password\":\"memphis\",\"account_id\":1}|200|jwt",
            })
    void answersEveryBadLoginInItsShape(String body, int status, String text) {
        HttpResponse<String> answer = login(body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(text);
        assertThat(json(answer).has("message")).isEqualTo(status != 200);
    }

    @Test
    void takesTheAccountFromTheQueryAndCredentialsFromAForm() {
        String url = gateway.rest() + "/auth/authenticate?accountId=7";
        assertThat(post(url, "{\"username\":\"root\",\"password\":\"memphis\"}", "Content-Type", JSON)
                        .statusCode())
                .isEqualTo(401);
        assertThat(post(
                                gateway.rest() + "/auth/authenticate/",
                                "username=root&password=memphis&account_id=1",
                                "Content-Type",
                                "application/x-www-form-urlencoded")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void tellsNobodyThePassword() {
        String token = gateway.token("root");
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
        assertThat(claims).contains("\"username\":\"root\"").doesNotContain("memphis");
    }

    @Test
    void acceptsTokensOfAnOlderGatewayWithTheSameSecret() {
        String old = JWT.create()
                .withClaim("username", "root")
                .withClaim("password", "memphis")
                .withClaim("account_id", 1)
                .withExpiresAt(Instant.now().plusSeconds(60))
                .sign(Algorithm.HMAC512(RunningGateway.SECRET));
        assertThat(produce("Authorization", "Bearer " + old).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer %s", "Bearer: %s", "JWT %s", "x %s"})
    void ignoresTheSchemeWord(String form) {
        assertThat(produce("Authorization", form.formatted(gateway.token("root")))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "Bearer  %s", "Bearer %s x", "Bearer", "Bearer x.y.z", "Bearer %sx"})
    void refusesHeadersThatAreNotTwoWordsOrNoToken(String form) {
        HttpResponse<String> answer = produce("Authorization", form.formatted(gateway.token("root")));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
        assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("*");
    }

    @Test
    void refusesExpiredForeignUnsignedAndRefreshTokens() {
        JWTs tokens = new JWTs();
        assertThat(produce("Authorization", "Bearer " + tokens.expired()).statusCode())
                .isEqualTo(401);
        assertThat(produce("Authorization", "Bearer " + tokens.foreign()).statusCode())
                .isEqualTo(401);
        assertThat(produce("Authorization", "Bearer " + tokens.unsigned()).statusCode())
                .isEqualTo(401);
        String refresh = json(login("{\"username\":\"root\",\"password\":\"memphis\"}"))
                .path("jwt_refresh_token")
                .asString();
        assertThat(produce("Authorization", "Bearer " + refresh).statusCode()).isEqualTo(401);
        assertThat(produce("Authorization", "Bearer " + gateway.adminToken()).statusCode())
                .isEqualTo(401);
        assertThat(produce().statusCode()).isEqualTo(401);
    }

    private static final class JWTs {
        private static com.auth0.jwt.JWTCreator.Builder claims(long seconds) {
            return JWT.create()
                    .withClaim("username", "root")
                    .withClaim("password", "memphis")
                    .withExpiresAt(Instant.now().plusSeconds(seconds));
        }

        String expired() {
            return claims(-10).sign(Algorithm.HMAC256(RunningGateway.SECRET));
        }

        String foreign() {
            return claims(60).sign(Algorithm.HMAC256("some other secret"));
        }

        String unsigned() {
            return claims(60).sign(Algorithm.none());
        }
    }

    @Test
    void takesTheTokenFromTheQueryUnlessAHeaderIsThere() {
        String token = gateway.token("root");
        String url = gateway.rest() + "/stations/orders/produce/single?authorization=" + token;
        assertThat(post(url, "x", "Content-Type", "text/plain").statusCode()).isEqualTo(200);
        assertThat(post(url, "x", "Content-Type", "text/plain", "Authorization", "Bearer bad")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void renewsBothTokensAndKeepsTheOldOnesGood() {
        JsonNode first = json(login("{\"username\":\"root\",\"password\":\"memphis\"}"));
        String url = gateway.rest() + "/auth/refreshToken";
        String body =
                "{\"jwt_refresh_token\":\"" + first.path("jwt_refresh_token").asString() + "\"}";
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = post(url, body, "Content-Type", JSON);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(json(answer).properties()).hasSize(4);
        }
        assertThat(produce("Authorization", "Bearer " + first.path("jwt").asString())
                        .statusCode())
                .isEqualTo(200);
        assertThat(post(url, "{\"jwt_refresh_token\":\"" + first.path("jwt").asString() + "\"}", "Content-Type", JSON)
                        .statusCode())
                .isEqualTo(401);
        assertThat(post(url, "{}", "Content-Type", JSON).statusCode()).isEqualTo(401);
        assertThat(post(url, "garbage", "Content-Type", JSON).statusCode()).isEqualTo(400);
    }

    @Test
    void routesLikeTheReferenceAndAnswersPreflight() {
        assertThat(get(gateway.rest() + "/monitoring/status").body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(get(gateway.rest() + "/MONITORING/Status/").statusCode()).isEqualTo(200);
        assertThat(get(gateway.rest() + "/nothing").statusCode()).isEqualTo(401);
        HttpResponse<String> unknown =
                get(gateway.rest() + "/nothing", "Authorization", "Bearer " + gateway.token("root"));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).isEqualTo("Cannot GET /nothing");
        assertThat(get(gateway.rest() + "/auth/authenticate").statusCode()).isEqualTo(405);
        HttpResponse<String> preflight = RunningGateway.call(
                "OPTIONS",
                gateway.rest() + "/stations/x/produce/single",
                "",
                "Access-Control-Request-Headers",
                "x-a, x-b");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("access-control-allow-headers"))
                .contains("x-a, x-b");
        assertThat(preflight.headers().firstValue("access-control-allow-methods"))
                .contains("GET,POST,HEAD,PUT,DELETE,PATCH");
    }
}
