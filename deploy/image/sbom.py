#!/usr/bin/env python3
"""sbom.py PROGRAM: what a program is made of, as CycloneDX 1.6 in JSON, from Cargo.lock and the manifests of what it names.

The same commit gives the same document: its date is that of the commit, and its serial number follows from what it says.
"""

import json
import os
import subprocess
import sys
import tomllib
import uuid
from datetime import datetime, timezone
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
PROGRAMS = {"catalog": "ocop-catalog", "evaluation": "ocop-evaluation", "promotion": "ocop-promotion", "ocop": "ocop"}
TARGETS = ("x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu")


def output(*command):
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout


def reached(metadata, package):
    """The ids of what is built into a package: its dependencies and theirs, those of builds and tests left out."""
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    (root,) = [one["id"] for one in metadata["packages"] if one["name"] == package and one["source"] is None]
    edges, left = {}, [root]
    while left:
        one = left.pop()
        if one in edges:
            continue
        normal = [d["pkg"] for d in nodes[one]["deps"] if any(kind["kind"] is None for kind in d["dep_kinds"])]
        edges[one] = sorted(normal)
        left += normal
    return root, edges


def reference(one):
    return f"pkg:cargo/{one['name']}@{one['version']}"


def component(one, checksums):
    entry = {"type": "library", "bom-ref": reference(one), "name": one["name"], "version": one["version"]}
    if one["source"] is not None:
        entry["purl"] = reference(one)
    checksum = checksums.get((one["name"], one["version"]))
    if checksum:
        entry["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    if one["license"]:
        # Older manifests write a slash for OR.
        entry["licenses"] = [{"expression": one["license"].replace("/", " OR ")}]
    if one["repository"]:
        entry["externalReferences"] = [{"type": "vcs", "url": one["repository"]}]
    return entry


def document(program):
    platforms = [part for target in TARGETS for part in ("--filter-platform", target)]
    metadata = json.loads(output("cargo", "metadata", "--locked", "--format-version", "1", *platforms))
    packages = {one["id"]: one for one in metadata["packages"]}
    root, edges = reached(metadata, PROGRAMS[program])
    lock = tomllib.loads((PROJECT / "Cargo.lock").read_text())
    checksums = {(one["name"], one["version"]): one.get("checksum") for one in lock["package"]}
    seconds = os.environ.get("SOURCE_DATE_EPOCH") or output("git", "log", "-1", "--format=%ct")
    made = datetime.fromtimestamp(int(seconds), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    main = {**component(packages[root], checksums), "type": "application", "name": program}
    body = {
        "metadata": {"timestamp": made, "component": main},
        "components": [component(packages[one], checksums) for one in sorted(edges, key=lambda i: reference(packages[i])) if one != root],
        "dependencies": [
            {"ref": reference(packages[one]), "dependsOn": sorted(reference(packages[other]) for other in edges[one])}
            for one in sorted(edges, key=lambda i: reference(packages[i]))
        ],
    }
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(body, sort_keys=True))
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{serial}", "version": 1, **body}


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in PROGRAMS:
        sys.exit(f"usage: sbom.py {'|'.join(PROGRAMS)}")
    print(json.dumps(document(sys.argv[1]), indent=2))
