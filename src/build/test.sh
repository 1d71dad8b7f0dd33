#!/usr/bin/env bash
# Every check of the project: formatter, Error Prone and NullAway, all tests, line coverage. Called by `./tickstock test`.
# Ends with the number of tests and of skipped tests with their reasons. Other arguments go to Maven.
#   --faults   also the long tests that kill processes and break connections (tagged `faults`), among them the fault matrix
#   --seed N   the matrix with other moments, calls and bars; the same ones for the same N
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
reports=$home/target/surefire-reports

without=faults
arguments=()
while [ $# -gt 0 ]; do
  case $1 in
    --faults) without=none ;;
    --seed)
      if [[ ! ${2:-} =~ ^[0-9]+$ ]]; then
        echo 'tickstock: --seed needs a whole number, e.g. ./tickstock test --faults --seed 7' >&2
        exit 2
      fi
      arguments+=("-Dtickstock.faults-seed=$2")
      shift
      ;;
    *) arguments+=("$1") ;;
  esac
  shift
done

data=$home/../shared/data
if [ -d "$data" ]; then data=$(cd "$data" && pwd -P); fi

# Pages are opened in a browser where there is one.
browser=
for program in chromium chromium-browser google-chrome; do
  if [ -x "/usr/bin/$program" ] && command -v "$program" >/dev/null; then browser=-Pbrowser; fi
done

# Two at once in one checkout would clean away each other's classes.
mkdir -p "$home/.build"
exec 8>"$home/.build/test-lock"
if command -v flock >/dev/null && ! flock -n 8; then
  echo 'tickstock: waiting for another ./tickstock test of this checkout…' >&2
  flock 8
fi
rm -rf "$reports"

status=0
"$home/tickstock" mvn clean verify -Dtickstock.shared-data="$data" -Dtickstock.tests-without="$without" $browser \
  ${arguments[@]+"${arguments[@]}"} || status=$?

# One line `tests failed skipped`, then one `- reason: tests` a reason.
shopt -s nullglob
files=("$reports"/TEST-*.xml)
summary=
if [ ${#files[@]} -gt 0 ]; then
  summary=$(awk '
    function attribute(name,   at, rest) {
      at = index($0, " " name "=\"")
      if (!at) return ""
      rest = substr($0, at + length(name) + 3)
      return substr(rest, 1, index(rest, "\"") - 1)
    }
    function plain(text) {
      gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&apos;/, "\047", text)
      gsub(/&#10;|&#xA;/, " ", text); gsub(/&amp;/, "\\&", text)
      return text
    }
    /<testcase / { tests++; class = attribute("classname"); sub(/.*\./, "", class); method = attribute("name") }
    /<(failure|error)[ >]/ { failed++ }
    function skip(reason) {
      sub(/^[A-Za-z0-9.$]*(Exception|Error): */, "", reason)
      sub(/^Assumption failed: */, "", reason)
      if (reason == "") reason = "no reason given"
      skipped++
      if (!(reason in which)) order[++reasons] = reason
      which[reason] = which[reason] (which[reason] == "" ? "" : ", ") class (method == "" ? "" : "." method)
    }
    # The reason of a failed assumption is the head of its stack trace.
    inside {
      end = index($0, "]]>")
      if (end) $0 = substr($0, 1, end - 1)
      if (!end && !/^\tat /) { text = text (text ~ / $|^$/ ? "" : " ") $0; next }
      inside = 0; skip(text); next
    }
    /<skipped[ \/>]/ {
      start = index($0, "<![CDATA[")
      if (attribute("message") != "" || !start) { skip(plain(attribute("message"))); next }
      text = substr($0, start + 9)
      end = index(text, "]]>")
      if (end) skip(substr(text, 1, end - 1)); else inside = 1
    }
    END {
      print tests + 0, failed + 0, skipped + 0
      for (i = 1; i <= reasons; i++) print "  - " order[i] ": " which[order[i]]
    }' "${files[@]}")
fi
read -r tests failed skipped <<<"${summary:-0 0 0}"

if [ -z "$browser" ]; then
  echo 'tickstock: the pages of the console were opened in NO BROWSER: there is no Chromium (apt-get install chromium)' >&2
fi
echo
echo "$tests tests ran or were skipped, $failed failed."
if [ "$skipped" -gt 0 ]; then
  echo "$skipped tests were SKIPPED:"
  tail -n +2 <<<"$summary"
else
  echo "0 tests were skipped."
fi
if [ "$without" = faults ]; then
  tagged=$({ grep -rlE '@Tag\("faults"\)' "$home/src/test" 2>/dev/null || true; } | wc -l)
  if [ "$tagged" -gt 0 ]; then echo "$((tagged)) classes with fault tests were left out: ./tickstock test --faults runs them."; fi
fi
if [ "$status" -eq 0 ] && [ "$tests" -le "$skipped" ]; then
  echo "tickstock: not one test ran, that is a failure" >&2
  status=1
fi
if [ "$status" -eq 0 ]; then echo "All checks passed."; else echo "CHECKS FAILED (exit $status)." >&2; fi
exit "$status"
