"""Images: what they are made of, how large they are, and what the SBOM says of them."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from manifests import DEPLOY, PROJECT, not_checked
from test_settings import program

sys.path.insert(0, str(DEPLOY / "image"))

import sbom  # noqa: E402

# Most bytes of an image with an optimised program.
LARGEST = 60_000_000


def made(service, folder, binary=None):
    root = Path(folder) / service
    subprocess.run([DEPLOY / "image/root.sh", binary or program(service), root, "1700000000"], check=True)
    return root


def size(root):
    return sum(path.lstat().st_size for path in root.rglob("*") if path.is_file() and not path.is_symlink())


class Image(unittest.TestCase):
    def test_it_holds_the_program_its_libraries_and_the_authorities_and_nothing_else(self):
        with tempfile.TemporaryDirectory() as folder:
            root = made("catalog", folder)
            files = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
            libraries = {path for path in files if path.startswith("lib") and ".so" in path}
            rest = {"program", "etc/passwd", "etc/group", "etc/nsswitch.conf", "etc/ssl/certs/ca-certificates.crt"}
            self.assertEqual(files - libraries, rest)
            self.assertTrue(any(path.rsplit("/", 1)[1].startswith("ld-linux") for path in libraries), libraries)
            self.assertEqual({path.lstat().st_mtime for path in root.rglob("*")}, {1700000000.0})

    def test_the_program_runs_with_nothing_else_and_is_nobody(self):
        if os.geteuid() != 0:
            not_checked("that a program runs in its image alone: only root may change the root")
            self.skipTest("not root")
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o755)
            root = made("catalog", folder)
            done = subprocess.run(["chroot", "--userspec=65532:65532", root, "/program", "--version"], capture_output=True, text=True)
            self.assertRegex(done.stdout, r"^catalog \d+\.\d+\.\d+", done.stderr)

    def test_the_same_program_gives_the_same_image(self):
        with tempfile.TemporaryDirectory() as folder:
            archives = []
            for n in (1, 2):
                root = made("catalog", Path(folder) / str(n))
                tar = ["tar", "--sort=name", "--numeric-owner", "-C", root, "-c", "."]
                archives.append(subprocess.run(tar, capture_output=True, check=True).stdout)
            self.assertTrue(archives[0] == archives[1])

    def test_an_optimised_image_is_not_large(self):
        binary = PROJECT / "target" / "release" / "catalog"
        if not binary.exists():
            not_checked(f"that an image is smaller than {LARGEST} bytes: there is no release build")
            self.skipTest("no release build")
        with tempfile.TemporaryDirectory() as folder:
            self.assertLess(size(made("catalog", folder, binary)), LARGEST)

    def test_dependencies_are_built_from_manifests_that_cargo_reads(self):
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        files = subprocess.run(listed, cwd=PROJECT, capture_output=True, check=True).stdout.split(b"\0")
        with tempfile.TemporaryDirectory() as folder:
            for name in (Path(os.fsdecode(one)) for one in files if one):
                if (PROJECT / name).is_file():
                    target = Path(folder) / name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(PROJECT / name, target)
            subprocess.run(["deploy/image/manifests-only.sh"], cwd=folder, check=True)
            left = {path.name for path in Path(folder).rglob("*") if path.is_file()}
            self.assertLessEqual({Path(name).suffix for name in left}, {".rs", ".toml", ".lock", ".sh"})
            metadata = ["cargo", "metadata", "--offline", "--locked", "--no-deps", "--format-version", "1"]
            read = json.loads(subprocess.run(metadata, cwd=folder, capture_output=True, check=True).stdout)
            self.assertIn("ocop-catalog", {package["name"] for package in read["packages"]})


class Sbom(unittest.TestCase):
    def test_it_names_every_crate_with_its_hash_and_licence_and_is_the_same_each_time(self):
        os.environ["SOURCE_DATE_EPOCH"] = "1700000000"
        document = sbom.document("catalog")
        self.assertEqual(document, sbom.document("catalog"))
        self.assertEqual(document["metadata"]["timestamp"], "2023-11-14T22:13:20Z")
        components = {one["name"]: one for one in document["components"]}
        self.assertIn("sea-orm", components)
        for one in document["components"]:
            self.assertTrue(one["licenses"], one)
            if not one["name"].startswith("ocop-"):
                self.assertTrue(one["hashes"] and one["purl"].startswith("pkg:cargo/"), one)
        references = {one["bom-ref"] for one in document["components"]} | {document["metadata"]["component"]["bom-ref"]}
        for one in document["dependencies"]:
            self.assertLessEqual({one["ref"], *one["dependsOn"]}, references)


if __name__ == "__main__":
    unittest.main()
