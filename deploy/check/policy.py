"""What we hold every object to besides its schema. Each function gives what is wrong, in words."""

import re

from manifests import SERVICES, config_map, containers, defaults, named, port_of, template

# Keys whose values would be secrets. With _FILE they are paths.
SECRET = re.compile(r"(PASSWORD|SEED|SECRET_KEY|ACCESS_KEY|SEALING__KEYS|DATABASE__URL|TOKEN)$")
URL_WITH_PASSWORD = re.compile(r"[a-z]+://[^/\s:@]+:[^@\s]+@")


def pods(objects):
    for one in objects:
        pod = template(one)
        if pod:
            yield one, pod


def images(objects):
    """Every image has an explicit version."""
    for one, pod in pods(objects):
        for container, _ in containers(pod):
            image = container["image"]
            tag = image.rsplit("/", 1)[-1].partition(":")[2]
            if "@sha256:" not in image and tag in ("", "latest"):
                yield f"{named(one)}: the image {image} has no version"


def resources(objects):
    """Every container says what it needs and what it may take."""
    for one, pod in pods(objects):
        for container, _ in containers(pod):
            for kind in ("requests", "limits"):
                for what in ("cpu", "memory"):
                    if what not in container.get("resources", {}).get(kind, {}):
                        yield f"{named(one)}: {container['name']} has no {kind} of {what}"


def confined(objects):
    """Nobody is root, gains rights, writes to its image or holds a token of the cluster."""
    for one, pod in pods(objects):
        whole = pod["spec"].get("securityContext", {})
        if whole.get("runAsNonRoot") is not True or not whole.get("runAsUser"):
            yield f"{named(one)}: runs as root or as a user without a number"
        if whole.get("seccompProfile", {}).get("type") != "RuntimeDefault":
            yield f"{named(one)}: has no seccomp profile"
        if pod["spec"].get("automountServiceAccountToken") is not False:
            yield f"{named(one)}: is given a token of the cluster"
        if pod["spec"].get("enableServiceLinks") is not False:
            yield f"{named(one)}: gets a variable for every Service"
        for shared in ("hostNetwork", "hostPID", "hostIPC"):
            if pod["spec"].get(shared):
                yield f"{named(one)}: has {shared}"
        for container, _ in containers(pod):
            own = container.get("securityContext", {})
            where = f"{named(one)}: {container['name']}"
            if own.get("allowPrivilegeEscalation") is not False or own.get("privileged"):
                yield f"{where} may gain rights"
            if own.get("capabilities", {}).get("drop") != ["ALL"] or own.get("capabilities", {}).get("add"):
                yield f"{where} keeps capabilities"
            if own.get("readOnlyRootFilesystem") is not True:
                yield f"{where} may write to its image"


def probes(objects):
    """What runs for long is asked whether it is ready and alive, on a port that it has."""
    for one, pod in pods(objects):
        if one["kind"] in ("Job", "CronJob"):
            continue
        for container, lasting in containers(pod):
            where = f"{named(one)}: {container['name']}"
            ports = container.get("ports", [])
            served = {port["containerPort"] for port in ports} | {port["name"] for port in ports}
            for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                asked = container.get(probe)
                if asked is None:
                    if lasting:
                        yield f"{where} has no {probe}"
                    continue
                for how in ("grpc", "httpGet", "tcpSocket"):
                    if how in asked and asked[how]["port"] not in served:
                        yield f"{where}: its {probe} asks the port {asked[how]['port']}, which it does not have"


def ports(objects):
    """A service has the ports that its settings open, and is given time to drain."""
    for one, pod in pods(objects):
        service = one["metadata"]["name"]
        if one["kind"] != "Deployment" or service not in SERVICES:
            continue
        settings, given = defaults(service), config_map(objects, f"{service}-settings")
        prefix = f"OCOP_{service.upper()}__"
        opened = {
            name: port_of(given.get(f"{prefix}{name.upper()}__ADDRESS", settings[name]["address"]))
            for name in ("grpc", "admin")
        }
        (container,) = pod["spec"]["containers"]
        declared = {port["name"]: port["containerPort"] for port in container["ports"]}
        if declared != opened:
            yield f"{named(one)}: has the ports {declared}, and its settings open {opened}"
        if not given[f"{prefix}ADMIN__ADDRESS"].startswith("0.0.0.0:"):
            yield f"{named(one)}: nobody reaches its port for operators"
        drain = int(given.get(f"{prefix}LIFECYCLE__DRAIN_SECONDS", settings["lifecycle"]["drain_seconds"]))
        needed = drain + container["lifecycle"]["preStop"]["sleep"]["seconds"]
        if pod["spec"]["terminationGracePeriodSeconds"] <= needed:
            yield f"{named(one)}: is killed after {pod['spec']['terminationGracePeriodSeconds']} s and needs {needed} s to end"


def selects(selector, labels):
    """Whether a selector takes in a pod with these labels."""
    for key, value in selector.get("matchLabels", {}).items():
        if labels.get(key) != value:
            return False
    for rule in selector.get("matchExpressions", []):
        held = {"Exists": rule["key"] in labels, "DoesNotExist": rule["key"] not in labels}
        if not held.get(rule["operator"], labels.get(rule["key"]) in rule.get("values", [])):
            return False
    return True


def network(objects):
    """Nobody reaches anybody by default, and each port that is served has a policy that says who may reach it."""
    policies = [one for one in objects if one["kind"] == "NetworkPolicy"]
    closed = [p for p in policies if p["spec"]["podSelector"] == {} and not p["spec"].get("ingress") and not p["spec"].get("egress")]
    if not any(set(p["spec"]["policyTypes"]) == {"Ingress", "Egress"} for p in closed):
        yield "no policy closes the namespace"
    for one, pod in pods(objects):
        labels = pod["metadata"].get("labels", {})
        allowed = set()
        for policy in policies:
            if selects(policy["spec"]["podSelector"], labels):
                for rule in policy["spec"].get("ingress", []):
                    if not rule.get("from"):
                        yield f"{named(policy)}: lets everybody in"
                    if not rule.get("ports"):
                        yield f"{named(policy)}: opens every port"
                    allowed |= {port["port"] for port in rule.get("ports", [])}
        served = set()
        for container, _ in containers(pod):
            for port in container.get("ports", []):
                served |= {port["containerPort"], port["name"]}
                if not {port["containerPort"], port["name"]} & allowed:
                    yield f"{named(one)}: nobody may reach its port {port['name']}"
        for port in allowed - served:
            yield f"{named(one)}: a policy opens the port {port}, which it does not serve"


def secrets(objects):
    """No secret stands in clear."""
    for one in objects:
        if one["kind"] == "Secret":
            yield f"{named(one)}: is kept in clear"
        for key, value in one.get("data", {}).items() if one["kind"] == "ConfigMap" else ():
            if SECRET.search(key) or URL_WITH_PASSWORD.search(value):
                yield f"{named(one)}: {key} is a secret in clear"
    for one, pod in pods(objects):
        for container, _ in containers(pod):
            for variable in container.get("env", []):
                value = variable.get("value", "")
                if value and (SECRET.search(variable["name"]) or URL_WITH_PASSWORD.search(value)):
                    yield f"{named(one)}: {variable['name']} is a secret in clear"


def references(objects):
    """What an object names is there, or is made by an operator for it."""
    made = {(one["kind"], one["metadata"]["name"]) for one in objects}
    kept = {one["spec"]["target"]["name"] for one in objects if one["kind"] == "ExternalSecret"}
    kept |= {one["spec"]["secretName"] for one in objects if one["kind"] == "Certificate"}
    for one in objects:
        if one["kind"] == "Cluster":
            kept |= {f"{one['metadata']['name']}-{made_by_operator}" for made_by_operator in ("app", "ca")}
    operated = bool(kept)
    for one, pod in pods(objects):
        wanted = set()
        account = pod["spec"].get("serviceAccountName")
        if account:
            wanted.add(("ServiceAccount", account))
        for container, _ in containers(pod):
            for source in container.get("envFrom", []):
                wanted |= {("ConfigMap", s["name"]) for k, s in source.items() if k == "configMapRef"}
                wanted |= {("Secret", s["name"]) for k, s in source.items() if k == "secretRef"}
        for volume in pod["spec"].get("volumes", []):
            sources = volume.get("projected", {}).get("sources", [volume])
            for source in sources:
                if "configMap" in source:
                    wanted.add(("ConfigMap", source["configMap"]["name"]))
                if "secret" in source:
                    wanted.add(("Secret", source["secret"].get("name", source["secret"].get("secretName"))))
            claim = volume.get("persistentVolumeClaim")
            if claim:
                wanted.add(("PersistentVolumeClaim", claim["claimName"]))
        for kind, name in sorted(wanted - made):
            if kind != "Secret" or (operated and name not in kept):
                yield f"{named(one)}: there is no {kind} {name}"
    for one in objects:
        if one["kind"] in ("Service", "PodDisruptionBudget"):
            selector = one["spec"]["selector"]
            selector = selector if one["kind"] != "Service" else {"matchLabels": selector}
            if not any(selects(selector, pod["metadata"].get("labels", {})) for _, pod in pods(objects)):
                yield f"{named(one)}: selects no pod"
        if one["kind"] == "HorizontalPodAutoscaler":
            target = one["spec"]["scaleTargetRef"]
            if (target["kind"], target["name"]) not in made:
                yield f"{named(one)}: scales nothing"


def spread(objects):
    """In production a service has several replicas, on several machines, of which one at a time may go."""
    for one, pod in pods(objects):
        service = one["metadata"]["name"]
        if one["kind"] != "Deployment" or service not in SERVICES:
            continue
        kinds = {o["kind"]: o for o in objects if o["metadata"]["name"] == service}
        if kinds.get("HorizontalPodAutoscaler", {}).get("spec", {}).get("minReplicas", 1) < 3:
            yield f"{named(one)}: has fewer than three replicas"
        if kinds.get("PodDisruptionBudget", {}).get("spec", {}).get("maxUnavailable") != 1:
            yield f"{named(one)}: has no budget of disruptions"
        if "replicas" in one["spec"]:
            yield f"{named(one)}: says how many there are, which is the autoscaler's word"
        keys = {c["topologyKey"] for c in pod["spec"].get("topologySpreadConstraints", [])}
        if keys != {"kubernetes.io/hostname", "topology.kubernetes.io/zone"}:
            yield f"{named(one)}: is not spread over machines and zones"
        if kinds.get("Service", {}).get("spec", {}).get("clusterIP") != "None":
            yield f"{named(one)}: its clients cannot spread calls over the pods"


EVERYWHERE = (images, resources, confined, probes, ports, network, secrets, references)
IN_PRODUCTION = (*EVERYWHERE, spread)


def violations(objects, policies):
    return [wrong for policy in policies for wrong in policy(objects)]
