#!/usr/bin/env bash
# Measures what the program claims about its speed; called by `./tickstock bench`, which has built the program.
# The benchmarks lie in the test tree and are compiled here, apart from it: once, and again when they or the program changed.
#   JAVA_HOME          a JDK 25
#   TICKSTOCK_PROGRAM  the folder of the built program
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
program=$TICKSTOCK_PROGRAM
sources=$home/src/test/java/ai/tickstock/bench
classes=$program/bench

newer() { [ -n "$(find "$sources" -newer "$classes/compiled" -print -quit)" ]; }

if [ ! -e "$classes/compiled" ] || newer; then
  echo 'tickstock: compiling the benchmarks…' >&2
  rm -rf "$classes"
  mkdir -p "$classes"
  touch "$classes/started"
  # Engines that run beside ours and are no part of the program.
  "$home/tickstock" mvn -q dependency:copy-dependencies -DincludeGroupIds=org.questdb -DoutputDirectory="$program/peers" >&2
  # Test classes of other packages come along when a benchmark uses them.
  find "$sources" -name '*.java' ! -name '*Test.java' >"$classes/files"
  "$JAVA_HOME/bin/javac" -nowarn -proc:none -parameters -d "$classes" -implicit:class \
    -cp "$program/tickstock.jar:$program/lib/*:$program/peers/*" -sourcepath "$home/src/test/java" @"$classes/files"
  mv "$classes/started" "$classes/compiled"
fi
exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx1g --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -Dout=/ai/tickstock/bench/questdb-log.conf -Dtickstock.checkout="$home" \
  -cp "$classes:$home/src/test/resources:$program/tickstock.jar:$program/lib/*:$program/peers/*" ai.tickstock.bench.Bench "$@"
