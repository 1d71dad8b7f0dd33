#!/usr/bin/env bash
# Every check of the project: formatter, Error Prone and NullAway, all tests, line coverage. Called by `./tickstock test`.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
"$home/tickstock" mvn clean verify "$@"
