package dev.stationmaster.engine.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SwitchBoardTest {
    private static final ClientIdentity CLIENT_7 = new ClientIdentity(7, 1, "u", "n", "java", true, false);

    private final SwitchBoard board = new SwitchBoard();
    private final List<String> sent = new ArrayList<>();

    @Test
    void everyPlainSubscriptionGetsACopyAndAQueueGroupOne() {
        Mailbox plain1 = subscribe("a.*", "");
        Mailbox plain2 = subscribe("a.>", "");
        Mailbox member1 = subscribe("a.b", "q");
        Mailbox member2 = subscribe("a.b", "q");
        Mailbox other = subscribe("a.b", "r");
        for (int i = 0; i < 50; i++) {
            board.publish(Message.of("a.b", new byte[0]), CLIENT_7);
        }
        assertThat(plain1.subjects).hasSize(50);
        assertThat(plain2.subjects).hasSize(50);
        assertThat(other.subjects).hasSize(50);
        assertThat(member1.subjects.size() + member2.subjects.size()).isEqualTo(50);
        assertThat(member1.subjects).isNotEmpty();
        assertThat(member2.subjects).isNotEmpty();
    }

    @Test
    void queueGroupsOfOneNameOnSeveralPatternsAreOneGroup() {
        Mailbox narrow = subscribe("foo.*", "q");
        Mailbox wide = subscribe("foo.>", "q");
        for (int i = 0; i < 50; i++) {
            board.publish(Message.of("foo.a", new byte[0]), CLIENT_7);
        }
        assertThat(narrow.subjects.size() + wide.subjects.size()).isEqualTo(50);
        assertThat(narrow.subjects).isNotEmpty();
        assertThat(wide.subjects).isNotEmpty();
    }

    @Test
    void deliveryIsRoutedByOneSubjectAndShowsAnother() {
        Mailbox inbox = subscribe("_INBOX.x", "");
        assertThat(board.deliver("_INBOX.x", Message.of("orders.new", new byte[0])))
                .isTrue();
        assertThat(inbox.subjects).containsExactly("orders.new");
        assertThat(board.deliver("_INBOX.y", Message.of("orders.new", new byte[0])))
                .isFalse();
    }

    @Test
    void withoutEchoAClientsOwnSubscriptionsAreSkippedAndAnotherMemberChosen() {
        Mailbox own = new Mailbox(7, false);
        Mailbox ownMember = new Mailbox(7, false);
        board.subscribe("a", "", own);
        board.subscribe("a", "q", ownMember);
        Mailbox member = subscribe("a", "q");
        board.publish(Message.of("a", new byte[0]), CLIENT_7);
        assertThat(own.subjects).isEmpty();
        assertThat(ownMember.subjects).isEmpty();
        assertThat(member.subjects).hasSize(1);
    }

    @Test
    void aRequestThatNobodyHearsIsAnsweredToItsPublisherAlone() {
        Mailbox own = new Mailbox(7, true);
        board.subscribe("_INBOX.7.*", "", own);
        Mailbox eavesdropper = subscribe("_INBOX.>", "");
        board.publish(new Message("nobody", "_INBOX.7.1", new byte[0], new byte[0]), CLIENT_7);
        assertThat(own.subjects).containsExactly("_INBOX.7.1");
        assertThat(own.lastHeaders).isEqualTo("NATS/1.0 503\r\n\r\n");
        assertThat(eavesdropper.subjects).isEmpty();
    }

    @Test
    void anApiOrAStreamThatTakesAMessageCountsAsAResponder() {
        Mailbox own = new Mailbox(7, true);
        board.subscribe("_INBOX.7.*", "", own);
        List<String> asked = new ArrayList<>();
        board.serve("$JS.API.>", (request, from) -> asked.add("api " + request.subject()));
        board.serve("$JS.API.INFO", (request, from) -> asked.add("info"));
        board.join(new FakeStreams("orders.>", asked));
        board.publish(new Message("$JS.API.INFO", "_INBOX.7.1", new byte[0], new byte[0]), CLIENT_7);
        board.publish(new Message("$JS.API.STREAM.NAMES", "_INBOX.7.1", new byte[0], new byte[0]), CLIENT_7);
        board.publish(new Message("orders.1", "_INBOX.7.2", new byte[0], new byte[0]), CLIENT_7);
        board.publish(new Message("orders.*", "", new byte[0], new byte[0]), CLIENT_7);
        assertThat(asked).containsExactly("info", "api $JS.API.STREAM.NAMES", "stored orders.1");
        assertThat(own.subjects).isEmpty();
        assertThatThrownBy(() -> board.serve("$JS.API.INFO", (request, from) -> {}))
                .hasMessageContaining("$JS.API.INFO");
    }

    @Test
    void anotherNodeGetsOneCopyWithAllItsTargets() {
        board.join((node, subject, message, plain, queues) -> sent.add(node + " " + plain + " " + queues));
        board.setRemoteInterest(2, "a.*", "", 1);
        board.setRemoteInterest(2, "a.>", "", 1);
        board.setRemoteInterest(2, "a.b", "q", 3);
        board.setRemoteInterest(3, "a.b", "r", 1);
        board.publish(Message.of("a.b", new byte[0]), CLIENT_7);
        assertThat(sent).containsExactly("2 true [q]", "3 false [r]");
        assertThat(board.hasInterest("a.b")).isTrue();
        assertThat(board.hasInterest("a.b", "r")).isTrue();
        assertThat(board.hasInterest("a.b", "s")).isFalse();
        board.dropNode(2);
        board.dropNode(3);
        assertThat(board.hasInterest("a.b")).isFalse();
        assertThat(board.patternCount()).isZero();
    }

    @Test
    void aLocalQueueMemberGoesBeforeRemoteOnesAndThoseAreWeighted() {
        board.join((node, subject, message, plain, queues) -> sent.add("" + node));
        board.setRemoteInterest(2, "a", "q", 9);
        board.setRemoteInterest(3, "a", "q", 1);
        for (int i = 0; i < 1000; i++) {
            board.publish(Message.of("a", new byte[0]), CLIENT_7);
        }
        assertThat(sent).hasSize(1000);
        assertThat(sent.stream().filter("2"::equals).count()).isBetween(820L, 970L);
        sent.clear();
        Mailbox local = subscribe("a", "q");
        board.publish(Message.of("a", new byte[0]), CLIENT_7);
        assertThat(sent).isEmpty();
        assertThat(local.subjects).hasSize(1);
    }

    @Test
    void whatComesFromAnotherNodeStaysHere() {
        board.join((node, subject, message, plain, queues) -> sent.add("" + node));
        board.setRemoteInterest(2, "a", "", 1);
        Mailbox plain = subscribe("a", "");
        Mailbox q = subscribe("a", "q");
        Mailbox r = subscribe("a", "r");
        board.deliverFromRemote("a", Message.of("shown", new byte[0]), false, List.of("q"));
        board.deliverFromRemote("a", Message.of("shown", new byte[0]), true, List.of("gone"));
        assertThat(plain.subjects).containsExactly("shown");
        assertThat(q.subjects).containsExactly("shown");
        assertThat(r.subjects).isEmpty();
        assertThat(sent).isEmpty();
    }

    @Test
    void listenersHearTheFirstAndLastPlainInterestAndEveryChangeOfAGroup() {
        List<String> heard = new ArrayList<>();
        Subscription first = board.subscribe("a", "", new Mailbox(0, true));
        board.addListener((pattern, queue, count) -> heard.add(pattern + "/" + queue + "=" + count));
        Subscription second = board.subscribe("a", "", new Mailbox(0, true));
        Subscription member1 = board.subscribe("a", "q", new Mailbox(0, true));
        Subscription member2 = board.subscribe("a", "q", new Mailbox(0, true));
        board.unsubscribe(first);
        board.unsubscribe(first);
        board.unsubscribe(second);
        board.unsubscribe(member1);
        board.unsubscribe(member2);
        assertThat(heard).containsExactly("a/=1", "a/q=1", "a/q=2", "a/=0", "a/q=1", "a/q=0");
        assertThat(board.subscriptionCount()).isZero();
        assertThat(board.patternCount()).isZero();
    }

    private Mailbox subscribe(String pattern, String queue) {
        Mailbox mailbox = new Mailbox(0, true);
        board.subscribe(pattern, queue, mailbox);
        return mailbox;
    }

    private static final class Mailbox implements Subscriber {
        final List<String> subjects = new ArrayList<>();
        String lastHeaders = "";
        private final long clientId;
        private final boolean echo;

        Mailbox(long clientId, boolean echo) {
            this.clientId = clientId;
            this.echo = echo;
        }

        @Override
        public void deliver(Subscription subscription, Message message) {
            subjects.add(message.subject());
            lastHeaders = new String(message.headers());
        }

        @Override
        public long clientId() {
            return clientId;
        }

        @Override
        public boolean wantsEcho() {
            return echo;
        }
    }

    private record FakeStreams(String pattern, List<String> asked) implements StreamSink {
        @Override
        public boolean captures(String subject) {
            return dev.stationmaster.engine.subject.SubjectPattern.matches(pattern, subject);
        }

        @Override
        public boolean offer(Message message, ClientIdentity from) {
            return captures(message.subject()) && asked.add("stored " + message.subject());
        }

        @Override
        public boolean congested() {
            return false;
        }

        @Override
        public void whenWritable(Runnable resume) {
            resume.run();
        }
    }
}
