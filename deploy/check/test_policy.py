"""The overlays keep our policies, and each policy finds what it is there for."""

import copy
import unittest

import policy
from manifests import OVERLAYS, config_map, not_checked, render, renderer, template, with_components


def setUpModule():
    if renderer() is None:
        not_checked("the policies of the manifests: neither kubectl nor kustomize is here")
        raise unittest.SkipTest("nothing renders overlays here")


class Overlays(unittest.TestCase):
    def test_each_overlay_keeps_the_policies(self):
        for overlay in OVERLAYS:
            policies = policy.IN_PRODUCTION if overlay == "production" else policy.EVERYWHERE
            self.assertEqual(policy.violations(render(overlay), policies), [], overlay)

    def test_databases_from_elsewhere_with_dumps_keep_the_policies(self):
        objects = with_components("nats", "external-secrets", "external-databases", "backup", "cert-manager", "monitoring")
        # The version of the images is the overlay's word.
        policies = [one for one in policy.EVERYWHERE if one is not policy.images]
        self.assertEqual(policy.violations(objects, policies), [])


class Policies(unittest.TestCase):
    """Each is shown a production overlay in which one thing is wrong."""

    def setUp(self):
        self.objects = render("production")
        (self.catalog,) = [o for o in self.objects if o["kind"] == "Deployment" and o["metadata"]["name"] == "catalog"]
        self.pod = template(self.catalog)
        (self.container,) = self.pod["spec"]["containers"]

    def found(self, rule, part):
        wrong = list(rule(self.objects))
        self.assertTrue(any(part in one for one in wrong), wrong)

    def test_an_image_without_a_version_is_found(self):
        for image in ("registry/ocop/catalog", "registry:5000/ocop/catalog", "ocop/catalog:latest"):
            self.container["image"] = image
            self.found(policy.images, image)

    def test_a_container_without_a_limit_is_found(self):
        del self.container["resources"]["limits"]["memory"]
        self.found(policy.resources, "no limits of memory")

    def test_whoever_may_be_root_or_write_to_its_image_is_found(self):
        self.pod["spec"]["securityContext"] = {"runAsNonRoot": True}
        self.container["securityContext"] = {"capabilities": {"drop": ["ALL"], "add": ["NET_ADMIN"]}}
        for part in ("root", "seccomp", "gain rights", "capabilities", "write to its image"):
            self.found(policy.confined, part)

    def test_a_probe_of_another_port_is_found(self):
        self.container["readinessProbe"] = {"grpc": {"port": 7102}}
        self.found(policy.probes, "asks the port 7102")
        del self.container["livenessProbe"]
        self.found(policy.probes, "no livenessProbe")

    def test_a_port_that_the_settings_do_not_open_is_found(self):
        config_map(self.objects, "catalog-settings")["OCOP_CATALOG__GRPC__ADDRESS"] = "0.0.0.0:9000"
        self.found(policy.ports, "its settings open")

    def test_a_grace_period_shorter_than_the_drain_is_found(self):
        self.pod["spec"]["terminationGracePeriodSeconds"] = 20
        self.found(policy.ports, "is killed after 20 s")

    def test_a_port_without_a_policy_is_found(self):
        self.container["ports"].append({"name": "debug", "containerPort": 9999})
        self.found(policy.network, "nobody may reach its port debug")

    def test_a_policy_for_everybody_is_found(self):
        (own,) = [o for o in self.objects if o["kind"] == "NetworkPolicy" and o["metadata"]["name"] == "catalog"]
        own["spec"]["ingress"].append({"ports": [{"port": 7999}]})
        self.found(policy.network, "lets everybody in")
        self.found(policy.network, "opens the port 7999")

    def test_a_namespace_that_is_open_is_found(self):
        self.objects = [o for o in self.objects if o["metadata"]["name"] != "default-deny"]
        self.found(policy.network, "no policy closes the namespace")

    def test_a_secret_in_clear_is_found(self):
        settings = config_map(self.objects, "catalog-settings")
        settings["OCOP_CATALOG__DATABASE__URL"] = "postgres://catalog:salt@db/catalog"
        self.found(policy.secrets, "DATABASE__URL")
        self.container["env"] = [{"name": "PARTNER", "value": "nats://promotion:salt@nats:4222"}]
        self.found(policy.secrets, "PARTNER")
        self.objects.append({"kind": "Secret", "metadata": {"name": "clear"}})
        self.found(policy.secrets, "Secret clear")

    def test_what_is_named_and_is_not_there_is_found(self):
        self.pod["spec"]["volumes"].append({"name": "other", "secret": {"secretName": "forgotten"}})
        self.found(policy.references, "no Secret forgotten")
        self.container["envFrom"] = [{"configMapRef": {"name": "gone"}}]
        self.found(policy.references, "no ConfigMap gone")

    def test_a_single_replica_in_production_is_found(self):
        self.objects = [o for o in self.objects if o["kind"] != "HorizontalPodAutoscaler"]
        self.found(policy.spread, "fewer than three replicas")

    def test_what_is_shown_broken_was_whole_before(self):
        whole = copy.deepcopy(self.objects)
        self.assertEqual(policy.violations(whole, policy.IN_PRODUCTION), [])


if __name__ == "__main__":
    unittest.main()
