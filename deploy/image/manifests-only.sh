#!/bin/sh
# Leaves in the working directory the manifests of the workspace with empty sources, with which cargo builds the dependencies alone.
set -eu
for manifest in $(find proto services tests -name Cargo.toml); do
    folder=$(dirname "$manifest")
    for source in src/lib.rs src/main.rs build/main.rs build.rs tests/it/main.rs $(sed -n 's/^path = "\(.*\.rs\)"$/\1/p' "$manifest"); do
        if [ -e "$folder/$source" ]; then
            case $source in
                */main.rs | build.rs | src/bin/*) echo 'fn main() {}' >"$folder/$source" ;;
                *) : >"$folder/$source" ;;
            esac
            touch "$folder/$source.kept"
        fi
    done
    touch "$manifest.kept"
done
for kept in Cargo.toml Cargo.lock deploy/image/manifests-only.sh; do touch "$kept.kept"; done
find . -type f ! -name '*.kept' | while read -r file; do [ -e "$file.kept" ] || rm "$file"; done
find . -type f -name '*.kept' -delete
find . -mindepth 1 -type d -empty -delete
