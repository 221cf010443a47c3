"""The settings that each overlay gives a service are accepted by the service itself."""

import base64
import binascii
import os
import struct
import subprocess
import tempfile
import unittest
from pathlib import Path

from manifests import OVERLAYS, PROJECT, SERVICES, config_map, not_checked, render, renderer



def seed_of_account():
    """The seed of an account key of NATS: kind, key and check sum in base32. This key is all zeroes."""
    raw = bytes([18 << 3, 0]) + bytes(32)
    return base64.b32encode(raw + struct.pack("<H", binascii.crc_hqx(raw, 0))).decode().rstrip("=")


# What stands in the files of secrets, as a deployment would have it.
SECRETS = {
    "database-url": "postgres://service:password@database:5432/service",
    "sealing-keys": "2026:" + base64.b64encode(bytes(32)).decode(),
    "partners-issuer-seed": seed_of_account(),
}


def setUpModule():
    if renderer() is None:
        not_checked("the settings of the services in each overlay: neither kubectl nor kustomize is here")
        raise unittest.SkipTest("nothing renders overlays here")


def program(service):
    target = Path(os.environ.get("CARGO_TARGET_DIR", PROJECT / "target"))
    return target / "debug" / service


def check(service, settings):
    """What `check-config` says of settings whose files of secrets and certificates are put elsewhere."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {}
        for key, value in settings.items():
            if value.startswith("/run/"):
                path = Path(folder) / value.lstrip("/")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(SECRETS.get(path.name, "secret"))
                value = str(path)
            environment[key] = value
        done = subprocess.run([program(service), "check-config"], env=environment, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr


class Settings(unittest.TestCase):
    def settings(self, overlay, service):
        objects = render(overlay)
        return {**config_map(objects, f"{service}-settings"), **config_map(objects, f"{service}-setup-settings")}

    def test_each_service_accepts_what_each_overlay_gives_it(self):
        for overlay in OVERLAYS:
            for service in SERVICES:
                with self.subTest(overlay=overlay, service=service):
                    code, said = check(service, self.settings(overlay, service))
                    self.assertEqual((code, said), (0, f"{service}: the settings are in order\n"))

    def test_a_setting_that_is_mistyped_is_found(self):
        settings = self.settings("production", "catalog")
        settings["OCOP_CATALOG__NATS__REPLICA"] = "3"
        code, said = check("catalog", settings)
        self.assertEqual(code, 2)
        self.assertIn("REPLICA", said.upper())


if __name__ == "__main__":
    unittest.main()
