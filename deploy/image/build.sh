#!/bin/sh
# build.sh PROGRAM… : images ocop/PROGRAM:VERSION of the commit that is checked out, by docker, podman or buildah, with an SBOM beside
# each under target/images. Without names: all four.
set -eu
cd "$(dirname "$0")/../.."
[ $# -gt 0 ] || set -- catalog evaluation promotion ocop
[ -z "$(git status --porcelain)" ] || { echo "build.sh: there are changes that no commit has" >&2; exit 1; }
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -1)
commit=$(git rev-parse --short=12 HEAD)
export SOURCE_DATE_EPOCH
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
date=$(date --utc --date="@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)
if command -v docker >/dev/null && docker info >/dev/null 2>&1; then
    build="docker buildx build --output type=docker,rewrite-timestamp=true"
elif command -v podman >/dev/null; then
    build="podman build --timestamp $SOURCE_DATE_EPOCH"
elif command -v buildah >/dev/null; then
    build="buildah build --timestamp $SOURCE_DATE_EPOCH"
else
    echo "build.sh: neither docker (with its engine) nor podman nor buildah is here" >&2
    exit 1
fi
mkdir -p target/images
for program; do
    # Split into words on purpose.
    $build --file deploy/Dockerfile --tag "ocop/$program:$version" --build-arg "PROGRAM=$program" \
        --build-arg "VERSION=$version" --build-arg "COMMIT=$commit" --build-arg "DATE=$date" \
        --build-arg "SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH" .
    python3 deploy/image/sbom.py "$program" >"target/images/$program-$version.cdx.json"
    echo "ocop/$program:$version of $commit, with target/images/$program-$version.cdx.json"
done
