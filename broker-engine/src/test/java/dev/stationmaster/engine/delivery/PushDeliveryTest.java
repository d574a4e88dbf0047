package dev.stationmaster.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.message.Message;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PushDeliveryTest {
    private final DeskWorld world = new DeskWorld().stream("S", "s.>");

    private JsonNode push(String more) {
        return world.call(
                "$JS.API.CONSUMER.CREATE.S.p",
                "{\"stream_name\":\"S\",\"config\":{\"deliver_subject\":\"D\"" + more + "}}");
    }

    @Test
    void sendsEverythingToTheDeliverSubject() {
        world.store("S", "s.a", 2);
        assertThat(push("").get("num_pending").asInt()).isEqualTo(2);
        world.store("S", "s.a", 1);
        assertThat(world.got("D")).isEqualTo("#1*1(1), #2*1(0), #3*1(0)");
    }

    @Test
    void theOrderedConsumersHeartbeatNamesTheLastDelivery() {
        world.store("S", "s.a", 3);
        push(",\"flow_control\":true,\"idle_heartbeat\":5000000000,\"max_deliver\":1,\"mem_storage\":true");
        assertThat(world.messages("D")).hasSize(3);
        world.group.advance(5001);
        Message beat = world.router.take("D").getFirst().message();
        assertThat(new String(beat.headers()))
                .isEqualTo("NATS/1.0 100 Idle Heartbeat\r\nNats-Last-Consumer: 3\r\nNats-Last-Stream: 3\r\n\r\n");
        assertThat(beat.reply()).isEmpty();
    }

    @Test
    void pausesWithoutInterestAndResumesWithIt() {
        world.router.deaf.add("D");
        push("");
        world.store("S", "s.a", 1);
        world.group.advance(500);
        assertThat(world.info("S", "p").has("push_bound")).isFalse();
        world.router.deaf.clear();
        world.group.advance(150);
        assertThat(world.got("D")).isEqualTo("#1*1(0)");
        assertThat(world.info("S", "p").get("push_bound").asBoolean()).isTrue();
        world.router.deaf.add("D");
        assertThat(world.info("S", "p").has("push_bound")).isFalse();
    }

    @Test
    void plainInterestDoesNotWakeADeliverGroup() {
        world.router.deaf.add("D q");
        push(",\"deliver_group\":\"q\"");
        world.store("S", "s.a", 1);
        world.group.advance(500);
        assertThat(world.info("S", "p").has("push_bound")).isFalse();
        assertThat(world.messages("D")).isEmpty();
        world.router.deaf.clear();
        world.group.advance(150);
        assertThat(world.got("D")).isEqualTo("#1*1(0)");
        world.router.deaf.add("D q");
        world.store("S", "s.a", 1);
        assertThat(world.messages("D")).isEmpty();
        world.router.deaf.clear();
        world.group.advance(150);
        assertThat(world.got("D")).isEqualTo("#2*1(0)");
    }

    @Test
    void anEphemeralWithoutInterestGoes() {
        push("");
        world.router.deaf.add("D");
        world.group.advance(7000);
        assertThat(world.info("S", "p").get("error").get("err_code").asInt()).isEqualTo(10014);
    }

    @Test
    void flowControlStopsAtTheWindowUntilTheClientAnswers() {
        push(",\"flow_control\":true,\"idle_heartbeat\":1000000000");
        String megabyte = "x".repeat(1 << 20);
        for (int i = 0; i < 4; i++) {
            world.group.store("S", "s.a", new byte[0], megabyte);
        }
        var sent = world.router.take("D");
        assertThat(sent.stream().filter(item -> item.status().isEmpty())).hasSize(2);
        var request = sent.stream()
                .filter(item -> item.status().equals("100 FlowControl Request"))
                .findFirst()
                .orElseThrow();
        assertThat(request.message().reply()).startsWith("$JS.FC.S.p.");
        world.group.advance(1001);
        assertThat(new String(world.router.take("D").getLast().message().headers()))
                .contains("Nats-Consumer-Stalled: " + request.message().reply());
        world.send(request.message().reply(), "", "");
        assertThat(world.messages("D")).isNotEmpty();
    }

    @Test
    void lastPerSubjectDeliversTheNewestOfEachAndThenWhatComes() {
        world.store("S", "s.a", 2);
        world.store("S", "s.b", 2);
        world.store("S", "s.a", 1);
        JsonNode created = push(",\"deliver_policy\":\"last_per_subject\",\"filter_subject\":\"s.*\"");
        assertThat(created.get("num_pending").asInt()).isEqualTo(2);
        world.store("S", "s.b", 1);
        assertThat(world.got("D")).isEqualTo("#4*1(1), #5*1(0), #6*1(0)");
    }

    @Test
    void redeliversWhatIsNotAcked() {
        push(",\"ack_policy\":\"explicit\",\"ack_wait\":1000000000");
        world.store("S", "s.a", 1);
        world.group.advance(1010);
        assertThat(world.got("D")).isEqualTo("#1*1(0), #1*2(0)");
    }

    @Test
    void aPullOnItIsRefused() {
        push("");
        world.pull("S", "p", "I", "1");
        assertThat(world.got("I")).isEqualTo("409 Consumer is push based");
    }
}
