#!/usr/bin/env python3
"""Writes what is made of other parts of deploy/: the rules for the Prometheus Operator and the dashboards for Grafana's sidecar."""

from manifests import DEPLOY

HEAD = "# Made by `make docs` from deploy/monitoring/{}. Do not edit.\n"


def rules():
    """The rule files as one PrometheusRule each."""
    documents = []
    for path in sorted((DEPLOY / "monitoring" / "rules").glob("*.yaml")):
        lines = [f"  {line}".rstrip() for line in path.read_text().splitlines() if not line.startswith("#")]
        head = ["apiVersion: monitoring.coreos.com/v1", "kind: PrometheusRule", "metadata:", f"  name: ocop-{path.stem}", "spec:"]
        documents.append("\n".join([*head, *lines]) + "\n")
    return HEAD.format("rules") + "---\n".join(documents)


def dashboards():
    """The dashboards as a ConfigMap each, which the sidecar of Grafana's chart finds by its label."""
    documents = []
    for path in sorted((DEPLOY / "monitoring" / "dashboards").glob("*.json")):
        head = ["apiVersion: v1", "kind: ConfigMap", "metadata:", f"  name: dashboard-{path.stem}"]
        head += ["  labels:", '    grafana_dashboard: "1"', "data:", f"  {path.name}: |"]
        lines = [f"    {line}" for line in path.read_text().splitlines()]
        documents.append("\n".join([*head, *lines]) + "\n")
    return HEAD.format("dashboards") + "---\n".join(documents)


MONITORING = DEPLOY / "kubernetes" / "components" / "monitoring"
MADE = {MONITORING / "rules.yaml": rules, MONITORING / "dashboards.yaml": dashboards}

if __name__ == "__main__":
    for path, made in MADE.items():
        path.write_text(made())
