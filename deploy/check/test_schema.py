"""Every object of every overlay is valid for each supported version of Kubernetes, with no field that it does not know."""

import functools
import unittest
from pathlib import Path

from manifests import OVERLAYS, not_checked, named, render, renderer

OLDEST = (1, 31)

# Kinds of operators. No schema of them can be had from a package index; their fields were written by their documentation.
FOREIGN = {
    "barmancloud.cnpg.io",
    "cert-manager.io",
    "external-secrets.io",
    "monitoring.coreos.com",
    "postgresql.cnpg.io",
}


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
                if one["apiVersion"].split("/")[0] in FOREIGN:
                    not_validated.add(f"{one['apiVersion']} {one['kind']}")
                    continue
                for major, minor in versions():
                    with self.subTest(overlay=overlay, one=named(one), version=f"{major}.{minor}"):
                        kubernetes_validate.validate(one, f"{major}.{minor}", strict=True)
        for kind in sorted(not_validated):
            not_checked(f"the fields of {kind}, of which no schema can be had here")

    def test_a_field_that_is_not_known_is_found(self):
        import kubernetes_validate

        (catalog,) = [o for o in render("production") if o["kind"] == "Deployment" and o["metadata"]["name"] == "catalog"]
        catalog["spec"]["template"]["spec"]["containers"][0]["readinesProbe"] = {}
        with self.assertRaises(kubernetes_validate.ValidationError):
            kubernetes_validate.validate(catalog, "1.31", strict=True)


if __name__ == "__main__":
    unittest.main()
