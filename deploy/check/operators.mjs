// operators.mjs MODULES: reads objects of operators as JSON, and prints those that their schemas refuse, each with why.
// MODULES is the folder that has the packages @kubernetes-models/…
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const PACKAGES = {
  "cert-manager.io": "cert-manager",
  "external-secrets.io": "external-secrets",
  "monitoring.coreos.com": "prometheus-operator",
};

const folder = process.argv[2];
const refused = [];
for (const one of JSON.parse(readFileSync(0, "utf8"))) {
  const [group, version] = one.apiVersion.split("/");
  const module = `${folder}/node_modules/@kubernetes-models/${PACKAGES[group]}/${group}/${version}/${one.kind}.js`;
  try {
    const { [one.kind]: Kind } = await import(pathToFileURL(module));
    new Kind(one).validate();
  } catch (error) {
    refused.push(`${one.kind} ${one.metadata.name}: ${error.message}`);
  }
}
console.log(JSON.stringify(refused));
