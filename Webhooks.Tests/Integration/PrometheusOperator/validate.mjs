// node validate.mjs objects.json: what the operator's schemas say of each object; null when they accept it.
import { readFileSync } from "node:fs";
import { PrometheusRule } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule";
import { ServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor";

const kinds = { PrometheusRule, ServiceMonitor };

const isNode = (value) => typeof value === "object" && value !== null;

const members = (node, path = "") =>
  Object.entries(node).flatMap(([name, value]) => [`${path}/${name}`, ...(isNode(value) ? members(value, `${path}/${name}`) : [])]);

// Notes what a validator reads. It looks at each member that its schema has and at no other.
const watched = (node, read, path = "") =>
  new Proxy(node, {
    get: (target, name) => {
      if (typeof name === "symbol") return target[name];
      read.add(`${path}/${name}`);
      return isNode(target[name]) ? watched(target[name], read, `${path}/${name}`) : target[name];
    },
  });

const verdict = (object) => {
  const read = new Set();
  try {
    watched(new kinds[object.kind](object), read).validate();
  } catch (error) {
    return error.message;
  }
  return members(object).find((path) => !read.has(path))?.concat(" is unknown") ?? null;
};

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(process.argv[2], "utf8")).map(verdict)));
