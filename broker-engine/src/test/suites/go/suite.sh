# shellcheck shell=sh
# The tests of the Go client of NATS, as Debian packs them: sourced by ../run. Each runs in a process of its own.

gocode=/usr/share/gocode
client=src/github.com/nats-io/nats.go
go_packages="golang-go golang-github-nats-io-go-nats-dev golang-github-nats-io-nkeys-dev golang-github-nats-io-jwt-dev golang-github-klauspost-compress-dev"

prepare_go() {
  command -v go >/dev/null && [ -d "$gocode/$client/test" ] || {
    echo "the tests of the Go client are skipped: they need Debian's packages; as root: apt-get install --no-install-recommends $go_packages" >&2
    exit 0
  }
  [ -x "$work/tests" ] && [ -z "$(find "$here/go" -newer "$work/tests")" ] && return
  rm -rf "$work/src"
  mkdir -p "$work/src/github.com/nats-io/nats-server/v2"
  cp -r "$gocode/$client" "$work/src/github.com/nats-io/"
  cp -r "$here/go/server" "$here/go/test" "$work/src/github.com/nats-io/nats-server/v2/"
  # Written for a newer Protocol Buffers library than the packages bring.
  rm "$work/$client/test/protobuf_test.go"
  (cd "$work/$client/test" && GO111MODULE=off GOPATH=$work:$gocode GOCACHE=$work/cache go test -c -o "$work/tests" .) >&2
}

# One for each file of tests.
classes_go() {
  (cd "$work/$client/test" && for file in *_test.go; do
    grep -q '^func Test' "$file" && echo "${file%_test.go}"
  done)
}

class_go() {
  rm -rf "$2"
  for test in $(sed -n 's/^func \(Test[A-Za-z0-9_]*\)(t \*testing.T.*/\1/p' "$work/$client/test/${3}_test.go"); do
    one "$2/$test" "$3" "$test"
  done
}

method_go() {
  rm -rf "$2"
  one "$2" "${3%%#*}" "${3#*#}"
}

# Arguments: folder, class, test. JUnit's XML, from what the test printed.
one() {
  mkdir -p "$1"
  status=0
  (cd "$work/$client/test" && nats_server_path=$path nats_server_standby=$standby timeout -k 5 130 "$work/tests" -test.v -test.timeout 120s \
    -test.run "^$3\$" >"$1/output.txt" 2>&1) || status=$?
  seconds=$(sed -n "s/^--- [A-Z]*: $3 (\([0-9.]*\)s).*/\1/p" "$1/output.txt" | head -n 1)
  {
    echo "<testsuite><testcase classname=\"$2\" name=\"$3\" time=\"${seconds:-0}\">"
    if [ "$status" != 0 ]; then
      why=$(grep -m 3 -E '_test.go:|^panic:|^fatal' "$1/output.txt" | tr '\n' ' ' | tr -cd '[:print:]' | cut -c1-190 | sed 's/&/\&amp;/g; s/</\&lt;/g; s/"/\&quot;/g')
      echo "<failure type=\"\" message=\"${why:-ended with $status}\"/>"
    elif grep -q "^--- SKIP: $3 " "$1/output.txt"; then
      echo "<skipped/>"
    fi
    echo "</testcase></testsuite>"
  } >"$1/result.xml"
}
