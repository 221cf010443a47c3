"""Every object of every overlay is valid for each supported version of Kubernetes, with no field that it does not know."""

import functools
import json
import shutil
import subprocess
import unittest
from pathlib import Path

from manifests import OVERLAYS, PROJECT, not_checked, named, render, renderer

OLDEST = (1, 31)

# Kinds of operators. Of the first ones no package index has a schema; their fields were written by their documentation.
WITHOUT_SCHEMA = {"barmancloud.cnpg.io", "postgresql.cnpg.io"}
OF_OPERATORS = {"cert-manager.io", "external-secrets.io", "monitoring.coreos.com"}
FOREIGN = WITHOUT_SCHEMA | OF_OPERATORS

MODELS = PROJECT / "target" / "tools" / "kubernetes-models"


def setUpModule():
    if renderer() is None:
        not_checked("the schemas of the manifests: neither kubectl nor kustomize is here")
        raise unittest.SkipTest("nothing renders overlays here")
    from kubernetes_validate import utils

    # It reads all definitions of a version for every object.
    utils.schema_contents = functools.cache(utils.schema_contents)


def versions():
    import kubernetes_validate

    folders = (Path(kubernetes_validate.__file__).parent / "kubernetes-json-schema").glob("v*-local-strict")
    found = {tuple(int(part) for part in folder.name[1:].split("-")[0].split(".")[:2]) for folder in folders}
    return sorted(version for version in found if version >= OLDEST)


class Schemas(unittest.TestCase):
    def test_each_object_is_valid_for_each_version(self):
        import kubernetes_validate

        self.assertEqual(versions()[0], OLDEST)
        not_validated = set()
        for overlay in OVERLAYS:
            for one in render(overlay):
                group = one["apiVersion"].split("/")[0]
                if group in FOREIGN:
                    if group in WITHOUT_SCHEMA:
                        not_validated.add(f"{one['apiVersion']} {one['kind']}")
                    continue
                for major, minor in versions():
                    with self.subTest(overlay=overlay, one=named(one), version=f"{major}.{minor}"):
                        kubernetes_validate.validate(one, f"{major}.{minor}", strict=True)
        for kind in sorted(not_validated):
            not_checked(f"the fields of {kind}, of which no schema can be had here")

    def refused_by_operators(self, objects):
        if not MODELS.exists() or not shutil.which("node"):
            not_checked("the fields of the kinds of cert-manager, External Secrets and Prometheus: their schemas could not be had")
            self.skipTest("no schemas of operators")
        command = ["node", Path(__file__).with_name("operators.mjs"), MODELS]
        done = subprocess.run(command, input=json.dumps(objects), capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def of_operators(self):
        return [one for one in render("production") if one["apiVersion"].split("/")[0] in OF_OPERATORS]

    def test_each_object_of_an_operator_is_valid(self):
        objects = self.of_operators()
        self.assertGreater(len(objects), 15)
        self.assertEqual(self.refused_by_operators(objects), [])

    def test_an_object_of_an_operator_with_a_mistake_is_found(self):
        objects = self.of_operators()
        for one in objects:
            if one["kind"] == "Certificate":
                one["spec"]["issuer"] = one["spec"].pop("issuerRef")
        refused = self.refused_by_operators(objects)
        self.assertEqual(len(refused), 6, refused)
        self.assertIn("issuerRef", refused[0])

    def test_a_field_that_is_not_known_is_found(self):
        import kubernetes_validate

        (catalog,) = [o for o in render("production") if o["kind"] == "Deployment" and o["metadata"]["name"] == "catalog"]
        catalog["spec"]["template"]["spec"]["containers"][0]["readinesProbe"] = {}
        with self.assertRaises(kubernetes_validate.ValidationError):
            kubernetes_validate.validate(catalog, "1.31", strict=True)


if __name__ == "__main__":
    unittest.main()
