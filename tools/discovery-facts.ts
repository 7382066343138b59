/**
 * Writes test/simulator/http/discovery-facts.json: what discovery of real Kubernetes tells, of as many minors as are at hand.
 *
 *   npx tsx tools/discovery-facts.ts MINOR=DIR…
 *
 * DIR is either `api/discovery` of the Go module k8s.io/kubernetes at v1.MINOR (since 1.26; made with everything switched on, so
 * that what is off by default is left out here), or a directory with the answers of a running API server: `api/v1` as
 * `api__v1.json`, `apis/apps/v1` as `apis__apps__v1.json`. Nobody needs this to use or test labproof.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Resource {
  name: string;
  singularName: string;
  namespaced: boolean;
  group?: string;
  version?: string;
  kind: string;
  verbs: string[];
  shortNames?: string[];
  categories?: string[];
}

interface ResourceList {
  groupVersion: string;
  resources: Resource[];
}

interface GroupList {
  groups: { name: string; versions: { groupVersion: string; version: string }[] }[];
}

/** Beta versions that are on by default all the same, and until when. @source k8s pkg/controlplane/instance.go legacyBetaEnabledByDefaultResources */
const enabledBetas = new Map([
  ['flowcontrol.apiserver.k8s.io/v1beta2', 29],
  ['flowcontrol.apiserver.k8s.io/v1beta3', 32],
]);

/** Parts of stable APIs that stand behind a feature gate, and the first minor in which it is on. */
const gated = new Map([
  ['v1 pods/resize', 33],
  ['networking.k8s.io/v1 ipaddresses', 33],
]);

const isOn = (groupVersion: string, name: string, minor: number): boolean => {
  const until = enabledBetas.get(groupVersion);
  if (/\/?v\d+(alpha|beta)\d+$/.test(groupVersion) && (until === undefined || minor >= until)) return false;
  return minor >= (gated.get(`${groupVersion} ${name}`) ?? 0);
};

interface Row {
  minors: number[];
  groupVersion: string;
  resource: Resource;
}

const rows = new Map<string, Row>();
const sources: string[] = [];
/** By minor: the groups in order, each with its versions in order: "apps: v1". */
const groups: Record<string, string[]> = {};
for (const argument of process.argv.slice(2)) {
  const [minorText = '', directory = ''] = argument.split('=');
  const minor = Number(minorText);
  const isModule = directory.endsWith('api/discovery');
  sources.push(
    `1.${minor}: ${isModule ? `Go module ${/k8s\.io\/kubernetes@[^/]+/.exec(directory)?.[0] ?? ''} api/discovery` : 'answers of a running API server'}`,
  );
  const on = new Set<string>();
  for (const file of readdirSync(directory).sort()) {
    if (!/^api(s__.+)?__v\w+\.json$/.test(file)) continue;
    const { groupVersion, resources } = JSON.parse(
      readFileSync(join(directory, file), 'utf8'),
    ) as ResourceList;
    for (const told of resources) {
      const resource: Resource & { storageVersionHash?: string } = { ...told };
      delete resource.storageVersionHash;
      if (isModule && !isOn(groupVersion, resource.name, minor)) continue;
      on.add(groupVersion);
      const key = JSON.stringify([groupVersion, resource]);
      const row = rows.get(key) ?? { minors: [], groupVersion, resource };
      row.minors.push(minor);
      rows.set(key, row);
    }
  }
  const { groups: all } = JSON.parse(readFileSync(join(directory, 'apis.json'), 'utf8')) as GroupList;
  groups[minorText] = all
    .map(({ name, versions }) => ({
      name,
      versions: versions.filter(({ groupVersion }) => on.has(groupVersion)).map(({ version }) => version),
    }))
    .filter(({ versions }) => versions.length > 0)
    .map(({ name, versions }) => `${name}: ${versions.join(' ')}`);
}
const sorted = [...rows.values()].sort((a, b) =>
  `${a.groupVersion} ${a.resource.name} ${a.minors[0]}` <
  `${b.groupVersion} ${b.resource.name} ${b.minors[0]}`
    ? -1
    : 1,
);
const lines = sorted.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
writeFileSync(
  'test/simulator/http/discovery-facts.json',
  `{\n  "from": ${JSON.stringify(sources)},\n  "groups": ${JSON.stringify(groups)},\n  "rows": [\n${lines}\n  ]\n}\n`,
);
