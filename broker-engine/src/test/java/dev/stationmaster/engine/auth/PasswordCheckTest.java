package dev.stationmaster.engine.auth;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PasswordCheckTest {
    private static final String HASH = BCrypt.withDefaults().hashToString(10, "right".toCharArray());

    @Test
    void hashingNeverRunsOnTheCallersThreadAndAStormOfEqualQuestionsIsAnsweredByOneHash() throws Exception {
        try (PasswordCheck passwords = new PasswordCheck()) {
            List<CompletableFuture<Boolean>> answers = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < 2000; i++) {
                CompletableFuture<Boolean> answer = new CompletableFuture<>();
                passwords.check(HASH, "right", right -> {
                    assertThat(right).isTrue();
                    answer.complete(Thread.currentThread().getName().equals("auth"));
                });
                answers.add(answer);
            }
            assertThat(answers.getFirst().get(10, TimeUnit.SECONDS)).isTrue();
            for (CompletableFuture<Boolean> answer : answers) {
                answer.get(10, TimeUnit.SECONDS);
            }
            // 2000 hashes of this strength take more than a minute.
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
        }
    }

    @Test
    void aKnownAnswerComesAtOnceAndBelongsToItsHashAlone() throws Exception {
        try (PasswordCheck passwords = new PasswordCheck()) {
            assertThat(ask(passwords, HASH, "right")).isTrue();
            assertThat(ask(passwords, HASH, "wrong")).isFalse();
            CompletableFuture<Boolean> again = new CompletableFuture<>();
            passwords.check(HASH, "right", again::complete);
            assertThat(again.getNow(false)).isTrue();
            String changed = BCrypt.withDefaults().hashToString(4, "new".toCharArray());
            assertThat(ask(passwords, changed, "right")).isFalse();
            assertThat(ask(passwords, changed, "new")).isTrue();
        }
    }

    @Test
    void damagedHashesAndPasswordsThatAreTooLongFitNothing() throws Exception {
        try (PasswordCheck passwords = new PasswordCheck()) {
            assertThat(ask(passwords, "$2a$broken", "right")).isFalse();
            assertThat(ask(passwords, HASH, "x".repeat(200))).isFalse();
            assertThat(ask(passwords, "plain", "plain")).isTrue();
            assertThat(ask(passwords, "plain", "")).isFalse();
        }
    }

    private static boolean ask(PasswordCheck passwords, String stored, String given) throws Exception {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        passwords.check(stored, given, answer::complete);
        return answer.get(10, TimeUnit.SECONDS);
    }
}
