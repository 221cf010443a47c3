"""Alerts, records and dashboards: promtool accepts them, each alert has a page, and each page is of something."""

import json
import re
import shutil
import subprocess
import unittest

import yaml

import generate
from manifests import DEPLOY, PROJECT, not_checked

MONITORING = DEPLOY / "monitoring"
RUNBOOK = DEPLOY / "runbook"


def promtool():
    unpacked = PROJECT / "target" / "tools" / "promtool" / "promtool"
    return shutil.which("promtool") or (str(unpacked) if unpacked.exists() else None)


def rules():
    for path in sorted((MONITORING / "rules").glob("*.yaml")):
        for group in yaml.safe_load(path.read_text())["groups"]:
            yield from group["rules"]


class Promtool(unittest.TestCase):
    def run_promtool(self, *arguments):
        if promtool() is None:
            not_checked("the rules of Prometheus and their unit tests: promtool is not here")
            self.skipTest("no promtool")
        done = subprocess.run([promtool(), *map(str, arguments)], cwd=MONITORING, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_rules_are_accepted(self):
        self.run_promtool("check", "rules", *sorted((MONITORING / "rules").glob("*.yaml")))

    def test_each_alert_is_raised_by_what_it_is_for(self):
        self.run_promtool("test", "rules", "tests.yaml")

    def test_no_alert_is_without_a_unit_test(self):
        tests = yaml.safe_load((MONITORING / "tests.yaml").read_text())["tests"]
        raised = {t["alertname"] for test in tests for t in test["alert_rule_test"] if t["exp_alerts"]}
        self.assertEqual(raised, {rule["alert"] for rule in rules() if "alert" in rule})


class Runbook(unittest.TestCase):
    def test_each_alert_has_a_page_that_names_it(self):
        for rule in rules():
            if "alert" in rule:
                page = rule["annotations"]["runbook_url"].rsplit("/", 1)[1]
                self.assertIn(f"`{rule['alert']}`", (RUNBOOK / page).read_text(), page)
                self.assertIn(rule["labels"]["severity"], ("page", "ticket"))
                self.assertTrue(rule["annotations"]["summary"] and rule["annotations"]["description"])

    def test_each_page_is_in_the_list_and_says_whether_it_was_rehearsed(self):
        listed = set(re.findall(r"\]\(([a-z-]+\.md)\)", (RUNBOOK / "README.md").read_text()))
        pages = {path.name for path in RUNBOOK.glob("*.md")} - {"README.md"}
        self.assertEqual(pages, listed)
        for page in pages:
            self.assertRegex((RUNBOOK / page).read_text(), r"(?m)^\*\*Rehearsed\*\* |^\*\*Not rehearsed\*\* ", page)

    def test_a_test_that_a_page_names_is_there(self):
        code = "\n".join(
            path.read_text()
            for folder in ("proto", "services", "tests", "deploy/check")
            for path in (PROJECT / folder).rglob("*")
            if path.suffix in (".rs", ".py") and path.is_file()
        )
        named = 0
        for path in RUNBOOK.glob("*.md"):
            for paragraph in re.findall(r"(?ms)^\*\*Rehearsed\*\* (.*?)(?:\n\n|\Z)", path.read_text()):
                for test in re.findall(r"`([a-z0-9]+(?:_[a-z0-9]+){2,})`", paragraph):
                    self.assertRegex(code, rf"\b{test}\b", f"{path.name} names a test that is not there")
                    named += 1
        self.assertGreater(named, 5)


class Made(unittest.TestCase):
    def test_what_the_operator_is_given_is_what_promtool_saw(self):
        for path, made in generate.MADE.items():
            self.assertEqual(path.read_text(), made(), "`make docs` writes it")

    def test_each_dashboard_can_be_read_and_is_told_apart(self):
        boards = [json.loads(path.read_text()) for path in sorted((MONITORING / "dashboards").glob("*.json"))]
        self.assertEqual(len({board["uid"] for board in boards}), 3)
        for board in boards:
            ids = [panel["id"] for panel in board["panels"]]
            self.assertEqual(len(ids), len(set(ids)))
            for panel in board["panels"]:
                self.assertTrue(panel["targets"] and panel["title"])


if __name__ == "__main__":
    unittest.main()
