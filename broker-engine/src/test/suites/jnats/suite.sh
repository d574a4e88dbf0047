# shellcheck shell=sh
# The tests of the Java client of NATS: sourced by ../run.

prepare_jnats() {
  [ "$work/fetched" -nt "$here/jnats/pom.xml" ] && return
  find_maven
  "$maven" -q -B -ntp -f "$here/jnats/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies \
    -DoutputDirectory="$work/jars" >&2
  rm -rf "$work/src" "$work/classes"
  mkdir -p "$work/src/test/resources" "$work/classes"
  (cd "$work/src/test/resources" && "$JAVA_HOME/bin/jar" xf "$work"/jars/jnats-*-tests.jar)
  rm "$work"/jars/jnats-*-tests.jar
  find "$work/src/test/resources" "$here/jnats" -name '*.java' >"$work/sources"
  "$JAVA_HOME/bin/javac" -nowarn -proc:none -Xlint:none -d "$work/classes" -cp "$work/jars/*" "@$work/sources" 2>&1 | grep -v '^Note:' >&2 || true
  touch "$work/fetched"
}

# Core, authentication, reconnecting, JetStream, Key-Value, Object Store, TLS, WebSocket, services.
classes_jnats() {
  echo client.ConnectTests client.AuthTests client.EchoTests client.PublishTests client.SubscriberTests \
    client.RequestTests client.HttpRequestTests client.impl.RequestTests client.impl.DispatcherTests \
    client.impl.DrainTests client.impl.ErrorListenerTests client.impl.HeadersTests client.impl.InfoHandlerTests \
    client.impl.MessageContentTests client.impl.NatsMessageTests client.impl.NatsStatisticsTests \
    client.impl.ParseTests client.impl.PingTests client.impl.ConnectionListenerTests client.impl.SlowConsumerTests \
    client.impl.ServerPoolTests client.impl.AuthAndConnectTests client.impl.AuthHandlerTests \
    client.impl.ReconnectTests client.impl.JetStreamGeneralTests client.impl.JetStreamPubTests \
    client.impl.JetStreamConsumerTests client.impl.JetStreamPullTests client.impl.JetStreamPushTests \
    client.impl.JetStreamPushAsyncTests client.impl.JetStreamPushQueueTests client.impl.JetStreamManagementTests \
    client.impl.JetStreamMirrorAndSourcesTests client.impl.ListRequestsTests client.impl.MessageManagerTests \
    client.impl.SimplificationTests client.impl.KeyValueTests client.impl.ObjectStoreTests client.impl.TLSConnectTests \
    client.impl.WebsocketConnectTests service.ServiceTests
}

class_jnats() { console "$1" "$2" --select-class "io.nats.$3"; }
method_jnats() { console "$1" "$2" --select-method "io.nats.$3"; }

# Arguments: server, folder of the reports, selection of tests.
console() {
  server=$1 folder=$2
  shift 2
  rm -rf "$folder"
  mkdir -p "$folder"
  status=0
  (cd "$work" && nats_server_path=$path timeout -k 5 "$timeout" "$java" $flags -Xmx1g -cp "$work/classes:$work/src/test/resources:$work/jars/*" \
    org.junit.platform.console.ConsoleLauncher execute "$@" --reports-dir "$folder" --details summary --disable-banner \
    --config junit.jupiter.execution.timeout.default=180s --config junit.jupiter.execution.timeout.thread.mode.default=SEPARATE_THREAD \
    >"$folder/output.txt" 2>&1) || status=$?
  [ "$status" -lt 124 ] || echo "$server $*: not finished in $timeout s" >&2
}
