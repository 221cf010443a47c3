"""The Dockerfile, built by podman from a base that is imported, since no registry of images is at hand, and its image run.

The base has the programs of this machine and a `cargo` that puts in place what cargo built last: that compiles what is copied is not
tried here, everything else of each stage is.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from manifests import DEPLOY, PROJECT, SERVICES, not_checked
from test_pods import CONTAINERS_CONF
from test_settings import program

WHAT = "the Dockerfile, built and run by podman"
PROGRAMS = (*SERVICES, "ocop")
CARGO = f"""#!/bin/sh
mkdir -p target/release
for program in {' '.join(PROGRAMS)}; do cp "/programs/$program" target/release/; done
"""


def missing():
    if os.geteuid() != 0:
        return "only root may run containers of another user here"
    for name in ("podman", "runc"):
        if shutil.which(name) is None:
            return f"there is no {name}"
    return next((f"{name} is not built" for name in PROGRAMS if not program(name).exists()), None)


class Builder:
    def __init__(self, folder):
        self.folder = folder
        conf = folder / "containers.conf"
        conf.write_text(CONTAINERS_CONF)
        self.environment = {**os.environ, "CONTAINERS_CONF": str(conf)}

    def podman(self, *arguments):
        command = ["podman", f"--root={self.folder}/store", f"--runroot={self.folder}/run", *map(str, arguments)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError(f"{command}: {done.stdout}{done.stderr}")
        return done.stdout

    def base(self):
        root = self.folder / "base"
        for name in ("stand-in", "usr", "etc/ssl", "tmp", "src", "programs"):
            (root / name).mkdir(parents=True)
        for name in ("bin", "lib", "lib64", "sbin"):
            if Path(f"/{name}").is_symlink():
                (root / name).symlink_to(os.readlink(f"/{name}"))
        (root / "stand-in/cargo").write_text(CARGO)
        (root / "stand-in/cargo").chmod(0o755)
        archive = self.folder / "base.tar"
        subprocess.run(["tar", "-C", root, "-cf", archive, "."], check=True)
        self.podman("import", "--change", "ENV PATH=/stand-in:/usr/bin:/bin", archive, "localhost/base:here")

    def build(self, name):
        mounts = ["--volume=/usr:/usr:ro", "--volume=/etc/ssl:/etc/ssl:ro", f"--volume={program(name).parent}:/programs:ro"]
        arguments = {"RUST": "localhost/base:here", "PROGRAM": name, "VERSION": "1.2.3", "COMMIT": "c0ffee", "DATE": "2026-11-28"}
        given = [f"--build-arg={key}={value}" for key, value in arguments.items()]
        image = f"localhost/ocop/{name}:1.2.3"
        self.podman("build", "--network=none", *mounts, *given, "--file", DEPLOY / "Dockerfile", "--tag", image, PROJECT)
        return image


class Dockerfile(unittest.TestCase):
    def test_it_builds_an_image_that_runs_with_nothing_but_itself(self):
        lacking = missing()
        if lacking:
            not_checked(f"{WHAT}: {lacking}")
            self.skipTest(lacking)
        with tempfile.TemporaryDirectory(prefix="ocop-image.") as folder:
            builder = Builder(Path(folder))
            builder.base()
            try:
                image = builder.build("catalog")
            finally:
                shutil.rmtree(builder.folder / "base")
            (told,) = json.loads(builder.podman("image", "inspect", image))
            self.assertEqual((told["Config"]["User"], told["Config"]["Entrypoint"]), ("65532:65532", ["/program"]))
            labels = {key.rsplit(".", 1)[1]: value for key, value in told["Labels"].items() if "opencontainers" in key}
            self.assertEqual((labels["version"], labels["revision"], labels["licenses"]), ("1.2.3", "c0ffee", "Apache-2.0"))
            from_here = time.monotonic()
            said = builder.podman("run", "--rm", "--network=none", "--read-only", "--cap-drop=all", image, "--version")
            took = time.monotonic() - from_here
            self.assertRegex(said, r"^catalog \d+\.\d+\.\d+")
            checked = builder.podman("run", "--rm", "--network=none", "--read-only", "--cap-drop=all", image, "--help")
            self.assertTrue(re.search(r"check-config", checked), checked)
            size = told["Size"] / 1e6
            print(f"podman built the image of catalog ({size:.0f} MB, as cargo built it last) and ran it in {took:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    unittest.main()
