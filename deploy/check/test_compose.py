"""compose.yaml keeps the same policies as the manifests, and gives each service settings that it accepts."""

import re
import unittest

import yaml

from manifests import DEPLOY, SERVICES, defaults, port_of
from test_settings import check

# What cannot run confined, and why.
UNCONFINED = {"postgres": "the image takes its volume over as root and gives root up itself"}


def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]


def environment(service):
    """What compose gives a service: its files, then what stands beside them."""
    found = {}
    for path in service.get("env_file", []):
        for line in (DEPLOY / path).read_text().splitlines():
            if line and not line.startswith("#"):
                key, _, value = line.partition("=")
                found[key] = value
    return {**found, **service.get("environment", {})}


class Compose(unittest.TestCase):
    def test_everything_is_confined_and_of_a_version(self):
        for name, service in compose().items():
            tag = service["image"].rsplit("/", 1)[-1].partition(":")[2]
            self.assertNotIn(tag, ("", "latest"), name)
            if name not in UNCONFINED:
                self.assertEqual(service["read_only"], True, name)
                self.assertEqual(service["cap_drop"], ["ALL"], name)
                self.assertRegex(service["user"], r"^\d+:\d+$", name)

    def test_ports_are_open_on_this_machine_only(self):
        for name, service in compose().items():
            for port in service.get("ports", []):
                self.assertRegex(port, r"^127\.0\.0\.1:(\d+):\1$", name)

    def test_callers_find_each_service_at_its_own_port(self):
        for name in SERVICES:
            port = port_of(defaults(name)["grpc"]["address"])
            self.assertEqual(compose()[name]["ports"], [f"127.0.0.1:{port}:{port}"])

    def test_each_service_accepts_what_it_is_given(self):
        for name in SERVICES:
            for one in (name, f"{name}-migrate"):
                code, said = check(name, environment(compose()[one]))
                self.assertEqual((code, said), (0, f"{name}: the settings are in order\n"), one)

    def test_what_is_mounted_is_there_or_made_by_dev_secrets(self):
        made = (DEPLOY / "dev-secrets.sh").read_text()
        for name, service in compose().items():
            for volume in service.get("volumes", []):
                source = volume.split(":")[0]
                if source.startswith("./secrets/"):
                    part = re.sub(r"^(catalog|evaluation|promotion)", "$service", source.removeprefix("./secrets/"))
                    self.assertIn(f"$folder/{part}", made, name)
                elif source.startswith("./"):
                    self.assertTrue((DEPLOY / source).exists(), f"{name}: {source}")


if __name__ == "__main__":
    unittest.main()
