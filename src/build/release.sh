#!/usr/bin/env bash
# Builds the program twice, apart, and compares the jars byte by byte; the second build also lists the libraries (CycloneDX).
# Called by `./tickstock release`, which gives the commit's facts on standard input, a line each.
#   .build/release/  tickstock.jar, lib/, sbom.json, sbom.xml, checksums
set -euo pipefail
home=$1
release=$home/.build/release
facts=()
while IFS= read -r fact; do facts+=("$fact"); done

build() {
  "$home/tickstock" mvn -q -Dmaven.test.skip=true -Djacoco.skip=true ${facts[@]+"${facts[@]}"} -Dtickstock.output="$1" "${@:2}" package
}
sum() { (cd "$1" && sha256sum tickstock.jar); }

rm -rf "$release"
mkdir -p "$release"
build "$release/first"
build "$release/second" -Psbom
echo "first  $(sum "$release/first")"
echo "second $(sum "$release/second")"
if [ "$(sum "$release/first")" != "$(sum "$release/second")" ]; then
  echo "tickstock: two builds of the same sources differ; both are in $release" >&2
  exit 1
fi
mv "$release/second/tickstock.jar" "$release/second/lib" "$release/second"/sbom.* "$release/"
rm -rf "$release/first" "$release/second"
(cd "$release" && sha256sum tickstock.jar lib/*.jar sbom.* >checksums)
echo "in $release: tickstock.jar, $(ls "$release/lib" | wc -l) libraries, sbom.json, checksums"
