"""The rendered pods of the overlay dev run for real, by podman, with a real PostgreSQL and a real NATS, and calls go through.

Image: what deploy/image/root.sh makes of the program that cargo built last, imported without a registry. What is put in the
place of something that only a cluster has is in `pod_of`; everything else of the pod is as it is rendered. The test lives in a
network namespace of its own, so that it takes no port of the machine.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

import yaml

from manifests import PROJECT, SERVICES, config_map, not_checked, port_of, defaults, render, renderer
from test_settings import program

WHAT = "the pods and images of the overlay dev, run by podman"
CONTAINERS_CONF = """
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
log_driver = "k8s-file"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
"""


def tool(name):
    own = PROJECT / "target" / "tools"
    for place in (own / "bin" / name, own / "postgres" / "pginstall" / "bin" / name, *own.glob(f"postgres/*/pginstall/bin/{name}")):
        if place.exists():
            return str(place)
    found = shutil.which(name) or next((str(path) for path in Path("/usr/lib/postgresql").glob(f"*/bin/{name}")), None)
    return found


def missing():
    """What this machine lacks for it, or None."""
    if os.geteuid() != 0:
        return "only root may make a network namespace"
    for name in ("podman", "runc", "catatonit", "unshare", "ip"):
        if not (shutil.which(name) or Path(f"/usr/libexec/podman/{name}").exists()):
            return f"there is no {name}"
    for name in ("nats-server", "initdb", "postgres", "psql"):
        if tool(name) is None:
            return f"there is no {name}"
    if renderer() is None:
        return "neither kubectl nor kustomize is here"
    return next((f"{name} is not built" for name in (*SERVICES, "ocop") if not program(name).exists()), None)


def until(what, true, seconds=120):
    """Waits for a condition; only a test that fails waits to the end."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"it does not come: {what}")
        time.sleep(0.1)


def listens(port):
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


class Machine:
    """PostgreSQL, NATS and podman in a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.servers = []
        self.command = ["podman", f"--root={folder}/store", f"--runroot={folder}/run"]
        self.secrets = folder / "secrets"
        conf = folder / "containers.conf"
        conf.write_text(CONTAINERS_CONF)
        self.environment = {**os.environ, "CONTAINERS_CONF": str(conf), "PATH": f"{program('ocop').parent}:{os.environ['PATH']}"}

    def run(self, *command, **more):
        done = subprocess.run([str(part) for part in command], env=self.environment, capture_output=True, text=True, **more)
        if done.returncode != 0:
            raise AssertionError(f"{command}: {done.stdout}{done.stderr}")
        return done.stdout

    def said(self, *command):
        """What a command prints, errors too, however it ends."""
        both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        return subprocess.run([str(part) for part in command], env=self.environment, text=True, **both).stdout

    def podman(self, *arguments):
        return self.run(*self.command, *arguments)

    def serve(self, *command, **more):
        log = open(self.folder / f"{Path(command[0]).name}.log", "w")
        self.servers.append(subprocess.Popen(command, stdout=log, stderr=log, **more))

    def images(self):
        for service in SERVICES:
            root = self.folder / "image"
            self.run(PROJECT / "deploy/image/root.sh", program(service), root, "0")
            archive = self.folder / "image.tar"
            self.run("tar", "-C", root, "-cf", archive, ".")
            entry = ["--change", 'ENTRYPOINT ["/program"]', "--change", "USER 65532:65532"]
            self.podman("import", *entry, archive, f"localhost/ocop/{service}:dev")
            shutil.rmtree(root)
            archive.unlink()

    def runs_containers(self):
        """Whether this machine lets containers run at all: why not, or None."""
        try:
            out = self.podman("run", "--rm", "--network=host", "--read-only", "--cap-drop=all", "localhost/ocop/catalog:dev", "--version")
        except AssertionError as refused:
            return str(refused)
        assert re.fullmatch(r"catalog \d+\.\d+\.\d+.*\n", out), out
        return None

    def postgres(self):
        data = self.folder / "postgres"
        data.mkdir()
        (data / "password").write_text((self.secrets / "postgres").read_text())
        shutil.chown(data, "nobody")
        shutil.chown(data / "password", "nobody")
        as_nobody = {"user": "nobody", "cwd": str(data)}
        setup = [tool("initdb"), "-D", str(data / "db"), "-U", "postgres", f"--pwfile={data}/password", "-A", "scram-sha-256", "-N"]
        self.run(*setup, **as_nobody)
        self.serve(tool("postgres"), "-D", str(data / "db"), "-h", "127.0.0.1", "-k", str(data), "-c", "fsync=off", **as_nobody)
        until("PostgreSQL listens", lambda: listens(5432))
        password = (self.secrets / "postgres").read_text()
        self.environment.update(PGHOST="127.0.0.1", PGPASSWORD=password, POSTGRES_PASSWORD=password)
        script = PROJECT / "deploy/kubernetes/components/postgres-dev/databases.sh"
        until("PostgreSQL answers", lambda: "1 row" in self.said(tool("psql"), "--username=postgres", "--command=select 1"))
        self.run("sh", script)

    def nats(self, config):
        folder = self.folder / "nats"
        folder.mkdir()
        text = config["nats.conf"].replace("/data", f"{folder}/data").replace("/run/nats", str(folder))
        (folder / "nats.conf").write_text(text)
        (folder / "accounts.conf").write_text(config["accounts.conf"])
        variables = dict(line.split("=", 1) for line in (self.secrets / "nats.env").read_text().split())
        self.serve(tool("nats-server"), "--config", str(folder / "nats.conf"), env={**variables, "POD_NAME": "nats-0"})
        until("NATS listens", lambda: listens(4222))

    def pod_of(self, service, objects):
        """The documents of a service for podman."""
        (deployment,) = [o for o in objects if o["kind"] == "Deployment" and o["metadata"]["name"] == service]
        spec = deployment["spec"]["template"]["spec"]
        # Secrets and volumes of the cluster: folders.
        files = self.folder / f"{service}-files"
        shutil.copytree(self.secrets / service, files)
        shutil.copy(self.secrets / f"{service}-database" / "database-url", files)
        objects_folder = self.folder / "objects"
        objects_folder.mkdir(exist_ok=True)
        os.chown(objects_folder, 65532, 65532)
        places = {"secrets": files, "setup": self.secrets / f"{service}-setup", "objects": objects_folder}
        spec["volumes"] = [{"name": v["name"], "hostPath": {"path": str(places[v["name"]])}} for v in spec["volumes"]]
        # The network of the machine, in which names of the cluster are nothing but its own address.
        spec["hostNetwork"] = True
        address = files / "database-url"
        address.write_text(address.read_text().replace("@postgres:", "@127.0.0.1:"))
        # podman asks probes by a program inside the container, and the image has none; the test asks them itself.
        for container in spec["containers"]:
            for part in ("startupProbe", "readinessProbe", "livenessProbe", "lifecycle"):
                container.pop(part)
            # In the network of the machine there is nothing to be mapped.
            container.pop("ports")
        # One pod of the Deployment. podman would start an init container again and again where the pod is started again.
        spec["restartPolicy"] = "Never"
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": service}, "spec": spec}
        used = {source["configMapRef"]["name"] for c in (*spec["containers"], *spec["initContainers"]) for source in c["envFrom"]}
        maps = [o for o in objects if o["kind"] == "ConfigMap" and o["metadata"]["name"] in used]
        for one in maps:
            one["data"] = {key: value.replace("//nats:", "//127.0.0.1:") for key, value in one["data"].items()}
        path = self.folder / f"{service}.yaml"
        path.write_text(yaml.safe_dump_all([*maps, pod]))
        return path

    def show_logs(self):
        for container in self.podman("ps", "--all", "--quiet").split():
            print(self.said(*self.command, "logs", container), file=sys.stderr)

    def stop(self):
        self.said(*self.command, "pod", "rm", "--all", "--force", "--time=0")
        self.said("umount", "--recursive", "--lazy", self.folder / "store")
        for server in reversed(self.servers):
            server.terminate()
            server.wait()


def ready(service):
    port = port_of(defaults(service)["admin"]["address"])
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready") as answer:
            said = json.load(answer)
            return said["ready"] and said["dependencies"]["nats"]["up"]
    except OSError:
        return False


def inside():
    """In the namespace: everything is started, asked, and ended."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with tempfile.TemporaryDirectory(prefix="ocop-pods.") as folder:
        os.chmod(folder, 0o755)
        machine = Machine(Path(folder))
        try:
            machine.images()
            refused = machine.runs_containers()
            if refused:
                not_checked(f"{WHAT}: this machine does not let containers run: {refused.strip().splitlines()[-1]}")
                return
            machine.run("sh", PROJECT / "deploy/dev-secrets.sh", machine.secrets)
            objects = render("dev")
            machine.postgres()
            machine.nats(config_map(objects, "nats-config"))
            try:
                for service in SERVICES:
                    machine.podman("play", "kube", machine.pod_of(service, objects))
                for service in SERVICES:
                    until(f"{service} is ready", lambda service=service: ready(service))
            except AssertionError:
                machine.show_logs()
                raise
            addresses = []
            for service in SERVICES:
                addresses += [f"--{service}", f"http://127.0.0.1:{port_of(defaults(service)['grpc']['address'])}"]
            token = machine.run(program("ocop"), "--data-dir", machine.secrets, "token", "--role", "operator").strip()
            called = machine.run(program("ocop"), *addresses, "--token", token, "reconcile")
            print(f"podman ran the rendered pods of {', '.join(SERVICES)}; ocop reconcile said: {called.strip().splitlines()[-1]}", file=sys.stderr)
        finally:
            machine.stop()


class Pods(unittest.TestCase):
    def test_the_rendered_pods_run_and_answer_calls(self):
        lacking = missing()
        if lacking:
            not_checked(f"{WHAT}: {lacking}")
            self.skipTest(lacking)
        done = subprocess.run(["unshare", "--net", "--mount", sys.executable, __file__, "--inside"], capture_output=True, text=True)
        print(done.stderr, end="", file=sys.stderr)
        self.assertEqual(done.returncode, 0, done.stdout)


if __name__ == "__main__":
    if sys.argv[1:] == ["--inside"]:
        inside()
    else:
        unittest.main()
