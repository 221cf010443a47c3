"""The overlays as they are rendered, and what the checks say when they could not look."""

import functools
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml

DEPLOY = Path(__file__).resolve().parent.parent
PROJECT = DEPLOY.parent
OVERLAYS = ("dev", "production")
SERVICES = ("catalog", "evaluation", "promotion")

# Kinds whose pods are made from a template, and where it is.
TEMPLATES = {
    "Deployment": ("spec", "template"),
    "StatefulSet": ("spec", "template"),
    "Job": ("spec", "template"),
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
}


def not_checked(what):
    """Says loudly that something was not looked at."""
    print(f"NOT CHECKED: {what}", file=sys.stderr)


def renderer():
    """The command that renders a folder, or None."""
    if shutil.which("kubectl"):
        return ["kubectl", "kustomize"]
    if shutil.which("kustomize"):
        return ["kustomize", "build"]
    return None


@functools.cache
def text(folder):
    done = subprocess.run([*renderer(), str(folder)], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"{folder} does not render: {done.stderr.strip()}")
    return done.stdout


def render(overlay):
    """The objects of an overlay, made anew so that a test may change them."""
    return [one for one in yaml.safe_load_all(text(DEPLOY / "kubernetes" / "overlays" / overlay)) if one]


def with_components(*names):
    """The objects of the base with some components."""
    import os
    import tempfile

    kubernetes = DEPLOY / "kubernetes"
    with tempfile.TemporaryDirectory(dir=kubernetes, prefix=".check-") as folder:
        lines = ["apiVersion: kustomize.config.k8s.io/v1beta1", "kind: Kustomization", "namespace: ocop"]
        lines += ["resources: [../base]", "components:", *(f"  - ../components/{name}" for name in names)]
        (Path(folder) / "kustomization.yaml").write_text(os.linesep.join(lines))
        return [one for one in yaml.safe_load_all(text(Path(folder))) if one]


def named(one):
    return f"{one['kind']} {one['metadata']['name']}"


def template(one):
    """The template of the pods of an object, or None."""
    path = TEMPLATES.get(one["kind"])
    for part in path or ():
        one = one[part]
    return one if path else None


def containers(pod):
    """All containers of a pod, and whether each runs as long as the pod."""
    for container in pod["spec"].get("initContainers", []):
        yield container, False
    for container in pod["spec"]["containers"]:
        yield container, True


def defaults(service):
    """The settings compiled into a service."""
    return tomllib.loads((PROJECT / "services" / service / "config.toml").read_text())


def port_of(address):
    return int(address.rsplit(":", 1)[1])


def config_map(objects, name):
    """A generated ConfigMap by its name without the hash."""
    pattern = re.compile(rf"{re.escape(name)}(-[a-z0-9]{{10}})?")
    (found,) = [one for one in objects if one["kind"] == "ConfigMap" and pattern.fullmatch(one["metadata"]["name"])]
    return found["data"]
