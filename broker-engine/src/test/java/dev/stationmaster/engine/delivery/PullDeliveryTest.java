package dev.stationmaster.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.message.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

class PullDeliveryTest {
    private final DeskWorld world = new DeskWorld().stream("S", "s.>");

    private Message only(String inbox) {
        List<Message> messages = world.messages(inbox);
        assertThat(messages).hasSize(1);
        return messages.getFirst();
    }

    @Test
    void deliversABatchAndCountsDownPending() {
        world.consumer("S", "d", "");
        world.store("S", "s.a", 3);
        world.pull("S", "d", "I", "{\"batch\":5,\"expires\":1000000000}");
        assertThat(world.got("I")).isEqualTo("#1*1(2), #2*1(1), #3*1(0)");
        world.group.advance(999);
        assertThat(world.got("I")).isEmpty();
        world.group.advance(2);
        assertThat(world.got("I")).isEqualTo("408 Request Timeout");
    }

    @Test
    void saysHowMuchWasLeftWhenAPullExpires() {
        world.consumer("S", "d", "");
        world.pull("S", "d", "I", "{\"batch\":5,\"max_bytes\":1000,\"expires\":1000000000}");
        world.group.advance(1001);
        Message status = world.router.take("I").getFirst().message();
        assertThat(new String(status.headers()))
                .isEqualTo(
                        "NATS/1.0 408 Request Timeout\r\nNats-Pending-Messages: 5\r\nNats-Pending-Bytes: 1000\r\n\r\n");
        assertThat(status.subject()).isEqualTo("I");
        assertThat(status.reply()).isEmpty();
    }

    @Test
    void endsAPullThatHasExpiredBeforeItCame() {
        world.consumer("S", "d", "");
        world.pull("S", "d", "I", "{\"batch\":5,\"expires\":-5000000000}");
        assertThat(world.got("I")).isEqualTo("408 Request Timeout");
        world.store("S", "s.a", 1);
        world.pull("S", "d", "I", "{\"expires\":-1,\"no_wait\":true}");
        assertThat(world.got("I")).isEqualTo("408 Request Timeout");
        world.pull("S", "d", "I", "{\"no_wait\":true}");
        assertThat(world.got("I")).isEqualTo("#1*1(0)");
    }

    @Test
    void answersNoWaitAtOnce() {
        world.consumer("S", "d", "");
        world.pull("S", "d", "I", "{\"batch\":5,\"no_wait\":true}");
        assertThat(world.got("I")).isEqualTo("404 No Messages");
        world.store("S", "s.a", 2);
        world.pull("S", "d", "I", "{\"batch\":5,\"no_wait\":true}");
        assertThat(world.got("I")).isEqualTo("#1*1(1), #2*1(0), 408 Request Timeout");
    }

    @Test
    void noWaitWithExpiryWaitsForTheFirstMessageOnly() {
        world.consumer("S", "d", "");
        world.pull("S", "d", "I", "{\"batch\":5,\"no_wait\":true,\"expires\":5000000000}");
        world.group.advance(1000);
        assertThat(world.got("I")).isEmpty();
        world.store("S", "s.a", 1);
        assertThat(world.got("I")).isEqualTo("#1*1(0), 408 Request Timeout");
    }

    @Test
    void servesWaitingPullsInRotation() {
        world.consumer("S", "d", "");
        world.pull("S", "d", "A", "{\"batch\":2}");
        world.pull("S", "d", "B", "{\"batch\":2}");
        world.store("S", "s.a", 4);
        assertThat(world.got("A")).isEqualTo("#1*1(0), #3*1(0)");
        assertThat(world.got("B")).isEqualTo("#2*1(0), #4*1(0)");
    }

    @Test
    void sendsHeartbeatsWhileAPullWaits() {
        world.consumer("S", "d", "");
        world.pull("S", "d", "I", "{\"batch\":1,\"expires\":1000000000,\"idle_heartbeat\":400000000}");
        world.group.advance(1001);
        assertThat(world.got("I")).isEqualTo("100 Idle Heartbeat, 100 Idle Heartbeat, 408 Request Timeout");
    }

    @Test
    void refusesPullsThatCannotBeServed() {
        world.consumer("S", "d", "\"max_batch\":10,\"max_expires\":5000000000,\"max_bytes\":100,\"max_waiting\":1");
        world.pull("S", "d", "J", "{\"batch\":1,\"no_wait\":true,\"idle_heartbeat\":1000000}");
        assertThat(world.got("J")).isEqualTo("400 Bad Request - heartbeat value too large");
        world.pull("S", "d", "I", "{\"batch\":1,\"expires\":1000,\"idle_heartbeat\":600}");
        world.pull("S", "d", "I", "{\"batch\":11}");
        world.pull("S", "d", "I", "{\"expires\":5000000001}");
        world.pull("S", "d", "I", "{\"max_bytes\":101}");
        world.pull("S", "d", "I", "{\"batch\":\"x\"}");
        world.pull("S", "d", "J", "");
        world.pull("S", "d", "I", "");
        assertThat(world.got("I"))
                .isEqualTo("400 Bad Request - heartbeat value too large, 409 Exceeded MaxRequestBatch of 10, "
                        + "409 Exceeded MaxRequestExpires of 5s, 409 Exceeded MaxRequestMaxBytes of 100, "
                        + "400 Bad Request - invalid JSON, 409 Exceeded MaxWaiting");
    }

    @Test
    void dropsPullsThatNobodyListensToBeforeSpendingAMessage() {
        world.consumer("S", "d", "");
        world.pull("S", "d", "gone", "{\"batch\":10}");
        world.pull("S", "d", "here", "{\"batch\":1}");
        world.router.deaf.add("gone");
        world.group.advance(300);
        world.store("S", "s.a", 1);
        assertThat(world.got("here")).isEqualTo("#1*1(0)");
        assertThat(world.info("S", "d").get("num_waiting").asInt()).isZero();
    }

    @Test
    void endsAPullWhoseNextMessageDoesNotFit() {
        world.consumer("S", "d", "");
        world.store("S", "s.a", 1);
        world.pull("S", "d", "I", "{\"batch\":2,\"max_bytes\":10}");
        assertThat(world.got("I")).isEqualTo("409 Message Size Exceeds MaxBytes");
    }

    @Test
    void redeliversAfterAckWaitBeforeNewMessagesAscending() {
        world.consumer("S", "d", "\"ack_wait\":1000000000");
        world.store("S", "s.a", 3);
        world.pull("S", "d", "I", "{\"batch\":2}");
        assertThat(world.got("I")).isEqualTo("#1*1(2), #2*1(1)");
        world.group.advance(1010);
        world.pull("S", "d", "I", "{\"batch\":3}");
        assertThat(world.got("I")).isEqualTo("#1*2(1), #2*2(1), #3*1(0)");
        assertThat(world.info("S", "d").get("num_redelivered").asInt()).isEqualTo(2);
    }

    @Test
    void neverRedeliversWhatWasAcked() {
        world.consumer("S", "d", "\"ack_wait\":1000000000");
        world.store("S", "s.a", 2);
        world.pull("S", "d", "I", "2");
        List<Message> got = world.messages("I");
        world.ack(got.get(0), "+ACK");
        world.ack(got.get(1), "");
        world.group.advance(5000);
        world.pull("S", "d", "I", "{\"no_wait\":true}");
        assertThat(world.got("I")).isEqualTo("404 No Messages");
        assertThat(world.info("S", "d").get("ack_floor").get("stream_seq").asLong())
                .isEqualTo(2);
    }

    @Test
    void naksAtOnceAndAfterADelay() {
        world.consumer("S", "d", "");
        world.store("S", "s.a", 2);
        world.pull("S", "d", "I", "2");
        List<Message> got = world.messages("I");
        world.ack(got.get(0), "-NAK");
        world.ack(got.get(1), "-NAK {\"delay\": 1500000000}");
        world.pull("S", "d", "I", "{\"batch\":5}");
        assertThat(world.got("I")).isEqualTo("#1*2(0)");
        world.group.advance(1490);
        assertThat(world.got("I")).isEmpty();
        world.group.advance(20);
        assertThat(world.got("I")).isEqualTo("#2*2(0)");
    }

    @Test
    void inProgressRestartsTheAckWait() {
        world.consumer("S", "d", "\"ack_wait\":1000000000");
        world.store("S", "s.a", 1);
        world.pull("S", "d", "I", "1");
        Message got = only("I");
        world.group.advance(800);
        world.ack(got, "+WPI");
        world.pull("S", "d", "I", "1");
        world.group.advance(800);
        assertThat(world.got("I")).isEmpty();
        world.group.advance(210);
        assertThat(world.got("I")).isEqualTo("#1*2(0)");
    }

    @Test
    void nextAcksAndPulls() {
        world.consumer("S", "d", "");
        world.store("S", "s.a", 3);
        world.pull("S", "d", "I", "1");
        world.send(only("I").reply(), "J", "+NXT {\"batch\":2}");
        assertThat(world.got("J")).isEqualTo("#2*1(1), #3*1(0)");
        assertThat(world.info("S", "d").get("num_ack_pending").asInt()).isEqualTo(2);
    }

    @Test
    void answersADoubleAckOnlyWhenItsRecordIsApplied() {
        world.consumer("S", "d", "");
        world.store("S", "s.a", 1);
        world.pull("S", "d", "I", "1");
        Message got = only("I");
        world.desk.onRequest(new dev.stationmaster.engine.partition.GroupRequest(
                new Message(got.reply(), "A", new byte[0], "+ACK".getBytes()), DeskWorld.CLIENT));
        assertThat(world.router.take("A")).isEmpty();
        world.group.run();
        assertThat(world.router.take("A")).hasSize(1);
        assertThat(world.group.partitions.get("S").consumers.get("d").pending).isEmpty();
    }

    @Test
    void exhaustedMessagesBecomeDeadLettersAlsoWhenNobodyPulls() {
        world.consumer("S", "d", "\"ack_wait\":1000000000,\"max_deliver\":2");
        world.store("S", "s.a", 1);
        world.pull("S", "d", "I", "1");
        world.group.advance(1010);
        world.pull("S", "d", "I", "1");
        assertThat(world.got("I")).isEqualTo("#1*1(0), #1*2(0)");
        world.group.advance(1990);
        assertThat(world.deadLetters).containsExactly("d#1*2");
        world.pull("S", "d", "I", "{\"no_wait\":true}");
        assertThat(world.got("I")).isEqualTo("404 No Messages");
        world.group.advance(5000);
        assertThat(world.deadLetters).hasSize(1);
    }

    @Test
    void theLastAllowedDeliveryWaitsForItsRecord() {
        world.consumer("S", "d", "\"max_deliver\":1");
        world.store("S", "s.a", 1);
        world.desk.onRequest(new dev.stationmaster.engine.partition.GroupRequest(
                new Message(
                        "$JS.API.CONSUMER.MSG.NEXT.S.d", "I", new byte[0], "{\"batch\":2,\"no_wait\":true}".getBytes()),
                DeskWorld.CLIENT));
        assertThat(world.router.take("I")).isEmpty();
        world.group.run();
        assertThat(world.got("I")).isEqualTo("#1*1(0), 408 Request Timeout");
    }

    @Test
    void termSettlesAndALateReasonMakesItADeadLetter() {
        world.consumer("S", "d", "");
        world.store("S", "s.a", 2);
        world.pull("S", "d", "I", "2");
        List<Message> got = world.messages("I");
        world.ack(got.get(0), "+TERM");
        world.send("$SM.LEADER.GIVENUP.S", "", "{\"consumer\":\"d\",\"seq\":1,\"error\":\"bad\"}");
        world.group.advance(30);
        assertThat(world.deadLetters).containsExactly("d#1*1 bad");
        world.ack(got.get(1), "+TERM");
        world.group.advance(30);
        world.send("$SM.LEADER.GIVENUP.S", "", "{\"consumer\":\"d\",\"seq\":2,\"error\":\"late\"}");
        assertThat(world.deadLetters).containsExactly("d#1*1 bad", "d#2 settled late");
    }

    @Test
    void stallsAtMaxAckPendingAndResumesWithAcks() {
        world.consumer("S", "d", "\"max_ack_pending\":2");
        world.store("S", "s.a", 4);
        world.pull("S", "d", "I", "10");
        List<Message> got = world.messages("I");
        assertThat(got).hasSize(2);
        world.ack(got.get(0), "+ACK");
        assertThat(world.got("I")).isEqualTo("#3*1(1)");
    }

    @Test
    void backoffDecidesEachWait() {
        world.consumer("S", "d", "\"backoff\":[100000000,500000000],\"max_deliver\":5");
        world.store("S", "s.a", 1);
        world.pull("S", "d", "I", "10");
        world.group.advance(110);
        assertThat(world.got("I")).isEqualTo("#1*1(0), #1*2(0)");
        world.group.advance(480);
        assertThat(world.got("I")).isEmpty();
        world.group.advance(40);
        assertThat(world.got("I")).isEqualTo("#1*3(0)");
    }

    @Test
    void filtersAndCountsOnlyWhatMatches() {
        world.store("S", "s.a", 1);
        world.store("S", "s.b", 2);
        world.store("S", "s.a", 1);
        world.consumer("S", "d", "\"filter_subject\":\"s.a\"");
        assertThat(world.info("S", "d").get("num_pending").asInt()).isEqualTo(2);
        world.pull("S", "d", "I", "10");
        world.store("S", "s.b", 1);
        world.store("S", "s.a", 1);
        assertThat(world.got("I")).isEqualTo("#1*1(1), #4*1(0), #6*1(0)");
    }

    @Test
    void ackAllSettlesEverythingBefore() {
        world.call(
                "$JS.API.CONSUMER.DURABLE.CREATE.S.d",
                "{\"stream_name\":\"S\",\"config\":{\"durable_name\":\"d\",\"ack_policy\":\"all\"}}");
        world.store("S", "s.a", 3);
        world.pull("S", "d", "I", "3");
        world.ack(world.messages("I").get(1), "+ACK");
        assertThat(world.info("S", "d").get("num_ack_pending").asInt()).isEqualTo(1);
    }

    @Test
    void headersOnlySaysTheSize() {
        world.consumer("S", "d", "\"headers_only\":true");
        world.group.store("S", "s.a", "NATS/1.0\r\nA: b\r\n\r\n".getBytes(), "12345");
        world.pull("S", "d", "I", "1");
        Message got = only("I");
        assertThat(got.payload()).isEmpty();
        assertThat(new String(got.headers())).isEqualTo("NATS/1.0\r\nA: b\r\nNats-Msg-Size: 5\r\n\r\n");
    }

    @Test
    void aNewLeaderGoesOnWhereTheRecordsEnd() {
        world.consumer("S", "d", "\"ack_wait\":1000000000");
        world.store("S", "s.a", 3);
        world.pull("S", "d", "I", "2");
        List<Message> got = world.messages("I");
        world.ack(got.get(0), "+ACK");
        world.group.advance(100);
        world.pull("S", "d", "W", "{\"batch\":1,\"no_wait\":true}");
        world.group.abdicate();
        world.takeOver();
        world.pull("S", "d", "I", "{\"batch\":5}");
        assertThat(world.got("I")).isEqualTo("#3*1(0)");
        world.group.advance(1010);
        assertThat(world.got("I")).isEqualTo("#2*2(0), #3*2(0)");
    }

    @Test
    void waitingPullsHearOfALeaderChangeAndWhatIsLeft() {
        world.consumer("S", "d", "");
        world.store("S", "s.a", 2);
        world.pull("S", "d", "I", "5");
        world.got("I");
        world.group.abdicate();
        Message told = world.router.take("I").getFirst().message();
        assertThat(new String(told.headers()))
                .isEqualTo(
                        "NATS/1.0 409 Leadership Change\r\nNats-Pending-Messages: 3\r\nNats-Pending-Bytes: 0\r\n\r\n");
    }

    @Test
    void servesNothingWithoutTheRightTo() {
        world.consumer("S", "d", "");
        world.store("S", "s.a", 1);
        world.group.serving = false;
        world.pull("S", "d", "I", "{\"batch\":1,\"no_wait\":true}");
        assertThat(world.got("I")).isEmpty();
        world.group.confirmRight();
        assertThat(world.got("I")).isEqualTo("#1*1(0)");
    }

    @Test
    void deletingAConsumerEndsItsPulls() {
        world.consumer("S", "d", "");
        world.pull("S", "d", "I", "1");
        assertThat(world.call("$JS.API.CONSUMER.DELETE.S.d", "").get("success").asBoolean())
                .isTrue();
        assertThat(world.got("I")).isEqualTo("409 Consumer Deleted");
        world.pull("S", "d", "I", "1");
        assertThat(world.got("I")).isEqualTo("503");
    }

    @Test
    void purgeMovesTheFloors() {
        world.consumer("S", "d", "");
        world.store("S", "s.a", 5);
        world.pull("S", "d", "I", "2");
        assertThat(world.call("$JS.API.STREAM.PURGE.S", "").get("purged").asInt())
                .isEqualTo(5);
        var info = world.info("S", "d");
        assertThat(info.get("num_pending").asInt()).isZero();
        assertThat(info.get("num_ack_pending").asInt()).isZero();
        assertThat(info.get("ack_floor").get("stream_seq").asInt()).isEqualTo(5);
    }

    @Test
    void theLongestTimesAreNotOver() {
        world.consumer("S", "d", "\"ack_wait\":9223372036854775807,\"inactive_threshold\":9223372036854775807");
        world.consumer("S", "e", "\"inactive_threshold\":-1");
        world.pull("S", "d", "I", "{\"batch\":2,\"expires\":9223372036854775807}");
        world.group.advance(1000);
        assertThat(world.info("S", "e").get("num_waiting").asInt()).isZero();
        assertThat(world.info("S", "d").get("num_waiting").asInt()).isEqualTo(1);
        world.store("S", "s.a", 1);
        assertThat(world.got("I")).isEqualTo("#1*1(0)");
        world.group.advance(1000);
        assertThat(world.messages("I")).isEmpty();
    }

    @Test
    void purgedSubjectsArePendingNoMore() {
        world.consumer("S", "d", "\"max_ack_pending\":3");
        world.store("S", "s.a", 1);
        world.store("S", "s.b", 2);
        world.store("S", "s.c", 1);
        world.pull("S", "d", "I", "4");
        assertThat(world.messages("I")).hasSize(3);
        assertThat(world.call("$JS.API.STREAM.PURGE.S", "{\"filter\":\"s.b\"}")
                        .get("purged")
                        .asInt())
                .isEqualTo(2);
        assertThat(world.got("I")).isEqualTo("#4*1(0)");
        assertThat(world.info("S", "d").get("num_ack_pending").asInt()).isEqualTo(2);
    }

    @Test
    void progressIsMergedAndSentSoonWhenSomethingWasSettled() {
        world.consumer("S", "d", "");
        world.store("S", "s.a", 100);
        world.group.applied.clear();
        world.pull("S", "d", "I", "100");
        world.messages("I").forEach(message -> world.ack(message, "+ACK"));
        assertThat(world.group.applied).isEmpty();
        world.group.advance(21);
        assertThat(world.group.applied).hasSize(1);
        assertThat(world.group.partitions.get("S").consumers.get("d").ackFloorStreamSequence())
                .isEqualTo(100);
    }
}
