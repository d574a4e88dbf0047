# shellcheck shell=sh
# Shared by ./stationmaster, ./verify and jpackage/: sourced, never run. Callers set `home` to the checkout.

# The version of the JDK in folder $1 (25, 17, …), read from its release file: no JVM is started for it.
jdk_major() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS='=' read -r key value; do
    if [ "$key" = JAVA_VERSION ]; then
      value=${value#\"}
      value=${value%%[!0-9]*}
      echo "${value:-0}"
      return 0
    fi
  done <"$1/release"
  return 1
}

# Sets and exports JAVA_HOME to the first JDK of 25 or newer; returns 1 when there is none.
find_jdk() {
  on_path=$(command -v java 2>/dev/null) && on_path=$(readlink -f "$on_path" 2>/dev/null) || on_path=
  for jdk in "${JAVA_HOME:-}" "${on_path%/bin/java}" \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/nowhere}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${SDKMAN_DIR:-${HOME:-/nowhere}/.sdkman}"/candidates/java/* "${HOME:-/nowhere}"/.jdks/* /opt/* /opt/*/*; do
    [ -n "$jdk" ] && major=$(jdk_major "$jdk") || continue
    if [ "$major" -ge 25 ]; then
      JAVA_HOME=$jdk
      export JAVA_HOME
      return 0
    fi
  done
  return 1
}

# One line for a person, and one JSON line where the caller asked for JSON. Arguments: those of the command.
say_no_jdk() {
  text="JDK 25 or newer is needed and none was found (JAVA_HOME, PATH and the usual folders): install Temurin 25 from https://adoptium.net, or set JAVA_HOME"
  for word in "$@"; do
    [ "$word" = --json ] && printf '{"event":"error","code":"SM-JDK-MISSING","message":"%s"}\n' "$text"
  done
  echo "$text" >&2
}

# Sets maven to `mvn` of the PATH when it is 3.8.7 or newer, else to the wrapper.
find_maven() {
  maven=$home/mvnw
  found=$(mvn -version 2>/dev/null) || found=
  found=${found#*Apache Maven }
  found=${found%%[!0-9.]*}
  major=${found%%.*}
  rest=${found#*.}
  minor=${rest%%.*}
  patch=${rest#*.}
  [ -n "$found" ] && [ "$((${major:-0} * 1000000 + ${minor:-0} * 1000 + ${patch:-0}))" -ge 3008007 ] && maven=mvn
  # Maven's own libraries make JDK 25 print warnings of no use to anybody.
  MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
  export MAVEN_OPTS
}

# True when a source, a resource or a pom (or a folder: something was deleted) is newer than the last build.
build_is_stale() {
  [ -s "$home/target/run.args" ] || return 0
  [ -n "$(find "$home/pom.xml" "$home"/*/pom.xml "$home"/*/src/main -newer "$home/target/run.args" -print 2>/dev/null | head -n 1)" ]
}

# Writes target/run.args.new, the class path $1 with our classes in JARs: a JVM keeps no archive of classes in folders. A
# JAR is replaced, not written over: a program may be running from it.
write_arguments() {
  mkdir -p "$home/target/run"
  rm -f "$home/target/run/stationmaster.aot"
  : >"$home/target/run/java.args"
  path=
  old_ifs=$IFS
  IFS=:
  for entry in $1; do
    if [ -d "$entry" ]; then
      module=${entry%/target/classes}
      jar=$home/target/run/${module##*/}.jar
      "$JAVA_HOME/bin/jar" --create --file "$jar.new" -C "$entry" . || return 1
      mv "$jar.new" "$jar"
      entry=$jar
    fi
    path=$path:$entry
  done
  IFS=$old_ifs
  printf -- '-cp\n"%s"\n' "${path#:}" >"$home/target/run.args.new"
}

# Runs a broker for a moment, with messages, and keeps what its JVM loaded and learnt in the file $2: programs that
# start with it are ready in half the time. $1 is the folder of the Java runtime, $3 the class path, $4 the modules with
# native access: those of the rehearsal must be those of the program.
rehearse() {
  stage=$home/target/rehearsal
  rm -rf "$stage" && mkdir -p "$stage"
  archive=$2
  set -- "$1/bin/java" -XX:+UseSerialGC "--enable-native-access=$4" --sun-misc-unsafe-memory-access=allow \
    -Xlog:disable -cp "$3"
  "$@" -XX:AOTCacheOutput="$stage/archive" dev.stationmaster.desktop.boot.Launcher \
    broker --port 0 --store "$stage/store" --json >"$stage/ready" 2>"$stage/log" &
  broker=$!
  # In the background it does not hear Ctrl-C.
  trap 'kill $broker 2>/dev/null; exit 130' INT TERM
  tries=0
  until grep -q '"ready"' "$stage/ready" 2>/dev/null; do
    tries=$((tries + 1))
    if [ $tries -gt 600 ] || ! kill -0 $broker 2>/dev/null; then
      kill $broker 2>/dev/null || true
      trap - INT TERM
      return 1
    fi
    sleep 0.1
  done
  address=$(sed 's/.*"client":"\([^"]*\)".*/\1/' "$stage/ready")
  "$@" dev.stationmaster.desktop.boot.Launcher \
    bench both --servers "nats://$address" --messages 50000 --size 256 >"$stage/load" 2>&1 || true
  "$@" dev.stationmaster.desktop.boot.Launcher \
    bench streams --servers "nats://$address" --streams 2000 >>"$stage/load" 2>&1 || true
  kill $broker
  wait $broker || true
  trap - INT TERM
  mv "$stage/archive" "$archive" && rm -rf "$stage/store"
}

# Compiles what is stale and writes target/run.args, the class path as an argument file. All output goes to stderr.
build_if_stale() {
  build_is_stale || return 0
  mkdir -p "$home/target"
  until mkdir "$home/target/building" 2>/dev/null; do
    kill -0 "$(cat "$home/target/building/pid" 2>/dev/null || echo $$)" 2>/dev/null || rm -rf "$home/target/building"
    sleep 1
  done
  echo $$ >"$home/target/building/pid"
  trap 'rm -rf "$home/target/building"' EXIT
  if build_is_stale; then
    echo "building Stationmaster (first time: a few minutes, it fetches its libraries)" >&2
    find_maven
    touch "$home/target/started"
    (cd "$home" && "$maven" -q -B -DskipTests compile \
      org.apache.maven.plugins:maven-dependency-plugin:build-classpath \
      -DincludeScope=runtime -Dmdep.outputFile=target/classpath) >&2 || return 1
    write_arguments "$home/app-desktop/target/classes:$(cat "$home/app-desktop/target/classpath")" || return 1
    # A source that was saved while the build ran is newer than this and is built next time.
    touch -r "$home/target/started" "$home/target/run.args.new"
    mv "$home/target/run.args.new" "$home/target/run.args"
    archive=$home/target/run/stationmaster.aot
    if rehearse "$JAVA_HOME" "$archive" "$(sed -n '2s/"//gp' "$home/target/run.args")" ALL-UNNAMED; then
      printf '"-XX:AOTCache=%s"\n' "$archive" >"$home/target/run/java.args"
    else
      echo "the rehearsal failed, so that programs start slower: see target/rehearsal" >&2
    fi
  fi
  rm -rf "$home/target/building"
  trap - EXIT
}
