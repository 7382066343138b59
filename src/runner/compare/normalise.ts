/** Makes what two clusters say of the same state comparable: what is a time, an address or drawn by lot is replaced by its kind. */
import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../kube/index.ts';

/** What generated names end with: five letters of which no word is made. */
const suffixPattern = /-[bcdfghjklmnpqrstvwxz2456789]{5}(?![\w-])/g;

const replacements: readonly (readonly [RegExp, string])[] = [
  [/\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z/g, '<time>'],
  [/[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}/g, '<time>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uid>'],
  [/\b[\w+-]+:\/\/(sha256:)?[0-9a-f]{64}\b/g, '<id>'],
  [/\bfakeRuntime:\/\/[\w.-]+/g, '<id>'],
  [/(?<=\b(?:Image ID|imageID): +)\S+/g, '<id>'],
  [/(?<=\bresourceVersion: )"\d+"/g, '<version>'],
  // Ports of nodes are drawn by lot; the API server listens where it was told to.
  [/(?<![\w.-])3[0-2]\d{3}(?![\w.-])/g, '<port>'],
  [/(?<![\w.-])\d?6443(?![\w.-])/g, '<port>'],
  [/\b\d{1,3}(\.\d{1,3}){3}\b/g, '<ip>'],
  [/-----BEGIN CERTIFICATE-----[\s\S]*-----END CERTIFICATE-----\n?/g, '<certificate>'],
  // What a CronJob starts is named after the second, since 1.21 the minute, it was due.
  [/(?<=[a-z\d]-)(?:\d{10}|\d{8})(?!\w)/g, '<when>'],
  [/(?<=pulled image "[^"]*" in )[\d.]+(?:ns|µs|ms|m[\d.]+s|s)/g, '<duration>'],
  [suffixPattern, '-?????'],
];

/** A text without times, addresses, ids and generated suffixes. */
export const normaliseText = (text: string): string =>
  replacements.reduce((replaced, [pattern, by]) => replaced.replace(pattern, by), text);

const droppedMetadata = new Set([
  'uid',
  'resourceVersion',
  'managedFields',
  'selfLink',
  'creationTimestamp',
  'deletionTimestamp',
]);
const droppedFields = new Set([
  'containerID',
  'imageID',
  'nodePort',
  'healthCheckNodePort',
  'resourceVersion',
  'uid',
  'machineID',
  'systemUUID',
  'bootID',
]);

/** A pod whose image cannot be pulled goes to and fro between two states; which it is in is a matter of the moment. */
const isPullTrouble = (value: object): boolean => {
  const { reason } = value as { reason?: unknown };
  return reason === 'ErrImagePull' || reason === 'ImagePullBackOff';
};

const walk = (value: unknown, key = ''): unknown => {
  if (typeof value === 'string') {
    if (key === 'nodeName' || key === 'kubernetes.io/hostname') return '<node>';
    return normaliseText(value);
  }
  if (Array.isArray(value)) return value.map((item) => walk(item, key));
  if (typeof value !== 'object' || value === null) return value;
  if (isPullTrouble(value)) return { reason: 'ImagePullBackOff' };
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !droppedFields.has(name))
      .map(([name, item]) => [normaliseText(name), walk(item, name)]),
  );
};

const inOrderOfText = (values: readonly unknown[]): unknown[] =>
  values
    .map((value) => [JSON.stringify(value), value] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, value]) => value);

/** Endpoints stand in the order of addresses, which are drawn by lot. */
const sortEndpoints = (walked: Record<string, unknown>): void => {
  if (Array.isArray(walked['endpoints'])) walked['endpoints'] = inOrderOfText(walked['endpoints']);
  if (!Array.isArray(walked['subsets'])) return;
  for (const subset of walked['subsets'] as Record<string, unknown>[])
    for (const name of ['addresses', 'notReadyAddresses'])
      if (Array.isArray(subset[name])) subset[name] = inOrderOfText(subset[name]);
};

/** Whether it stays on endpoints without pods depends on which answer comes first; see docs/fidelity.md. */
const triggerTime = 'endpoints.kubernetes.io/last-change-trigger-time';

const withoutTriggerTime = (metadata: KubeObject['metadata']): KubeObject['metadata'] => {
  if (metadata.annotations?.[triggerTime] === undefined) return metadata;
  const { annotations, ...others } = metadata;
  const left = Object.entries(annotations!).filter(([name]) => name !== triggerTime);
  return left.length === 0 ? others : { ...others, annotations: Object.fromEntries(left) };
};

/** A job without labels is given those of its template; labproof's own label keeps that from the ones it makes on a cluster. */
const dropDefaultedLabels = (walked: Record<string, unknown>): void => {
  const { spec, metadata } = walked as {
    spec?: { template?: { metadata?: { labels?: unknown } } };
    metadata: { labels?: unknown };
  };
  if (isDeepStrictEqual(metadata.labels, spec?.template?.metadata?.labels)) delete metadata.labels;
};

/** Says how the node was set up. */
const isOfInstaller = (annotation: string): boolean =>
  annotation.startsWith('kubeadm.') || annotation.startsWith('volumes.kubernetes.io/');

/** The API's own service and endpoints: where the API server listens is a matter of its installation. */
const withoutPorts = (value: Record<string, unknown>): Record<string, unknown> =>
  JSON.parse(
    JSON.stringify(value, (name, part: unknown) =>
      (name === 'port' || name === 'targetPort') && typeof part === 'number' && part !== 443
        ? '<port>'
        : part,
    ),
  ) as Record<string, unknown>;

/** Conditions and statuses stand in an order that tells when each first came; it is kept. */
export const normaliseObject = (object: KubeObject): Record<string, unknown> => {
  const { metadata, ...rest } = object;
  const kept = Object.fromEntries(
    Object.entries(withoutTriggerTime(metadata)).filter(([name]) => !droppedMetadata.has(name)),
  );
  const walked = walk({ ...rest, metadata: kept }) as Record<string, unknown>;
  if (object.kind === 'Secret') walked['data'] = '<data>';
  if (object.kind === 'Node') {
    const { conditions, nodeInfo } = walked['status'] as Record<string, unknown>;
    walked['status'] = { conditions, nodeInfo };
    delete (walked['spec'] as Record<string, unknown>)['providerID'];
    const marks = walked['metadata'] as { annotations?: Record<string, unknown> };
    marks.annotations = Object.fromEntries(
      Object.entries(marks.annotations ?? {}).filter(([name]) => !isOfInstaller(name)),
    );
  }
  sortEndpoints(walked);
  if (object.kind === 'Job') dropDefaultedLabels(walked);
  if (metadata.name === 'kubernetes') return withoutPorts(walked);
  if (object.kind === 'Pod' && metadata.deletionTimestamp !== undefined) walked['isTerminating'] = true;
  return walked;
};

/** Which objects stand for one another on two clusters: by kind and name; all that one owner generated are one group. */
export const groupOf = ({ kind, metadata }: KubeObject): string =>
  `${kind.toLowerCase()}/${normaliseText(metadata.name)}`;

const agePattern = /(?<![\w.-])(\d+d)?(\d+h)?(\d+m)?(\d+(\.\d+)?s)?(?![\w.-])/g;

/** Who wrote which field: the simulator does not keep it (see docs/fidelity.md), and from 1.21 on kubectl does not show it. */
const managedFieldsPattern = /^( *)managedFields:\n(?:\1[- ] .*\n)*/gm;

const isListing = (line: string): boolean => /(^|\s)get\s/.test(line) && !/-o\s*=?(yaml|json)/.test(line);

/** What was sent and how many were answered is a matter of the moment; of an answer the way it took writes the headers. */
const requestLine = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) https?:/;
const loadLine = /^(?:stop )?load /;
const answeredText = (printed: string): string => {
  const [head = '', ...body] = printed.split('\n\n');
  const [status = '', ...headers] = head.split('\n');
  const kept = headers
    .filter((header) => /^server:/i.test(header))
    .map((header) => header.replace(/^[^:]*/, 'Server'));
  return [[status, ...kept].join('\n'), ...body].join('\n\n');
};

/** What a command printed: ages and columns' widths do not count, nor, where it lists by generated names, the order of lines. */
export const normaliseOutput = (line: string, written: string): string => {
  if (loadLine.test(line)) return '';
  const printed = requestLine.test(line) ? answeredText(written) : written;
  const text = normaliseText(printed.replace(managedFieldsPattern, ''))
    .replace(/ ?\(x\d+ over [^)]*\)/g, '')
    .replace(/ErrImagePull/g, 'ImagePullBackOff')
    .replace(agePattern, (age) => (age === '' ? '' : '<age>'))
    .replace(/<unknown>(?= )/g, '<age>');
  const lines = text.split('\n').map((each) => each.replace(/[ \t]+/g, ' ').trimEnd());
  if (!isListing(line)) {
    return lines.map((each) => each.replace(/\b(?:m|w\d+)-k8s\/<ip>/g, '<node>')).join('\n');
  }
  // In a list of pods the node is drawn by lot; how many are on which is compared apart.
  const hasNode = lines.some((each) => / NODE( |$)/.test(each));
  return lines
    .map((each) => (hasNode ? each.replace(/(?<=<ip> )\S+/, '<node>') : each))
    .sort()
    .join('\n');
};
