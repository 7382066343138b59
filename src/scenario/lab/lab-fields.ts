/** The keys of a lab file. */
import { parseKubernetesVersion, parseQuantity, ValueError } from '../../kube/index.ts';
import { fields, required } from '../../document/index.ts';
import type { Field, FieldDocs, FieldSet } from '../../document/index.ts';

/** A text with a check of its own: `read` throws ValueError or answers false when the text is wrong. */
const checked = (
  docs: FieldDocs,
  takes: string,
  pattern: string,
  isRight: (text: string) => boolean,
): Field<string> => {
  const base = fields.plainText(docs);
  return {
    ...base,
    takes,
    schema: () => ({ anyOf: [{ type: 'string', pattern }, { type: 'number' }] }),
    read(node, problems) {
      const text = base.read(node, problems);
      if (text === undefined || isRight(text)) return text;
      problems.add('bad-value', `"${text}" is not ${takes}`, node.position);
      return undefined;
    },
  };
};

const isQuantity = (text: string): boolean => {
  try {
    parseQuantity(text);
    return true;
  } catch (error) {
    if (error instanceof ValueError) return false;
    throw error;
  }
};

const quantityText = (docs: FieldDocs): Field<string> =>
  fields.byShape<string>(
    {
      text: checked(
        docs,
        'a quantity such as 2, 500m or 4Gi',
        '^[+-]?[0-9.]+([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?$',
        isQuantity,
      ),
      number: fields.mapped(fields.number({ summary: '', minimum: 0 }), String),
    },
    docs,
  );

const addressPattern = '^(\\d{1,3}\\.){3}\\d{1,3}$';
const isAddress = (text: string): boolean =>
  new RegExp(addressPattern).test(text) && text.split('.').every((part) => Number(part) <= 255);
const address = (docs: FieldDocs): Field<string> =>
  checked(docs, 'an IPv4 address', addressPattern, isAddress);

const rangePattern = '^(\\d{1,3}\\.){3}\\d{1,3}/\\d{1,2}$';
const range = (docs: FieldDocs): Field<string> =>
  checked(docs, 'a range such as 10.96.0.0/12', rangePattern, (text) => {
    const [start = '', bits = ''] = text.split('/');
    return isAddress(start) && Number(bits) <= 32 && bits !== '';
  });

const versionText = checked(
  { summary: 'The Kubernetes version of the cluster.', examples: ['1.18.4', '1.20.2'] },
  'a Kubernetes version such as 1.18.4',
  '^v?1\\.\\d+(\\.\\d+)?',
  (text) => parseKubernetesVersion(text) !== undefined,
);

const taint = fields.object(
  {
    key: required(fields.text({ summary: 'The key.' })),
    value: fields.text({ summary: 'The value.', canBeEmpty: true }),
    effect: required(
      fields.word(['NoSchedule', 'PreferNoSchedule', 'NoExecute'], { summary: 'The effect.' }),
    ),
  },
  { summary: 'A taint.' },
);

const nodeFields = {
  name: required(fields.text({ summary: 'The name of the machine and of its node.', examples: ['w1-k8s'] })),
  role: required(
    fields.word(['master', 'control-plane', 'worker'], {
      summary: 'The role; master and control-plane carry the role’s label and taint.',
    }),
  ),
  address: required(address({ summary: 'The address in the lab’s network.', examples: ['192.168.1.101'] })),
  cpu: required(quantityText({ summary: 'CPUs.', examples: ['2'] })),
  memory: required(quantityText({ summary: 'Memory.', examples: ['2Gi'] })),
  ephemeralStorage: quantityText({ summary: 'Disk for containers.', examples: ['20Gi'] }),
  maxPods: fields.integer({ summary: 'How many pods it takes. Default: 110.', minimum: 1 }),
  labels: fields.record(fields.text({ summary: '', canBeEmpty: true }), {
    summary: 'Labels of the node beside those that every node has.',
  }),
  taints: fields.list(taint, { summary: 'Taints; replace the role’s own.', canBeEmpty: true }),
  podCIDR: range({ summary: 'The range its pods take addresses from.', examples: ['172.16.132.0/24'] }),
  osImage: fields.text({
    summary: 'The operating system, as kubectl get nodes -o wide shows it.',
    examples: ['CentOS Linux 7 (Core)'],
  }),
  kernelVersion: fields.text({ summary: 'The kernel.', examples: ['3.10.0-1127.19.1.el7.x86_64'] }),
  containerRuntimeVersion: fields.text({ summary: 'The container runtime.', examples: ['docker://18.9.9'] }),
} as const satisfies FieldSet;

const machine = fields.object(nodeFields, { summary: 'A machine.' });

const imageFields = {
  repository: required(
    fields.text({ summary: 'The repository.', examples: ['nginx', 'sysnet4admin/echo-hname'] }),
  ),
  tags: required(
    fields.list(fields.plainText({ summary: 'A tag.' }), {
      summary: 'The tags that exist.',
      examples: [['latest', '1.16.0']],
    }),
  ),
  behaviour: required(
    fields.text({
      summary: 'How it starts and what it answers: the name of a behaviour built into the simulator.',
      examples: ['nginx'],
    }),
  ),
  settings: fields.record(fields.anything({ summary: '' }), { summary: 'Settings of the behaviour.' }),
  sizeBytes: fields.integer({ summary: 'Its size.', minimum: 1 }),
  preloadedOn: fields.list(fields.text({ summary: '' }), {
    summary: 'Machines that have it before anything is pulled.',
  }),
  isLocal: fields.boolean({ summary: 'It was built on the machines that have it: no registry does.' }),
} as const satisfies FieldSet;

const addonFields = {
  name: required(
    fields.text({
      summary: 'The add-on.',
      examples: [
        'control-plane',
        'kube-proxy',
        'calico',
        'coredns',
        'metallb',
        'metrics-server',
        'local-path-provisioner',
        'nfs-subdir-external-provisioner',
      ],
    }),
  ),
  settings: fields.record(fields.anything({ summary: '' }), { summary: 'Its settings.' }),
} as const satisfies FieldSet;

const nfsFields = {
  address: required(
    address({ summary: 'The server, most often one of the machines.', examples: ['192.168.1.10'] }),
  ),
  exports: required(
    fields.list(fields.text({ summary: '' }), {
      summary: 'The directories that it exports.',
      examples: [['/nfs_shared']],
    }),
  ),
} as const satisfies FieldSet;

const networkFields = {
  services: required(range({ summary: 'The range of service addresses.', examples: ['10.96.0.0/12'] })),
  pods: required(range({ summary: 'The range of pod addresses.', examples: ['172.16.0.0/16'] })),
  nodePorts: fields.object(
    {
      from: required(fields.integer({ summary: 'The first.', minimum: 1, maximum: 65535 })),
      to: required(fields.integer({ summary: 'The last.', minimum: 1, maximum: 65535 })),
    },
    { summary: 'The range of node ports. Default: 30000 to 32767.' },
  ),
} as const satisfies FieldSet;

const workstationFields = {
  home: required(fields.text({ summary: 'What ~ stands for.', examples: ['/root'] })),
  files: required(
    fields.record(fields.text({ summary: '' }), {
      summary: 'Which real folders (relative to the lab file) stand for which paths.',
      examples: [{ '~/_Book_k8sInfra': './_Book_k8sInfra' }],
    }),
  ),
} as const satisfies FieldSet;

const timePattern = '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$';

export const labFields = {
  kubernetes: required(versionText),
  startTime: checked(
    {
      summary:
        'The instant at which the cluster is first seen, RFC 3339 in UTC. Default: 2021-01-20T12:00:00Z.',
    },
    'a time such as 2021-01-20T12:00:00Z',
    timePattern,
    (text) => new RegExp(timePattern).test(text),
  ),
  nodes: required(fields.list(machine, { summary: 'The machines of the cluster.' })),
  spareNodes: fields.list(machine, {
    summary: 'Machines that exist but have not joined; a `node` step adds one by name.',
  }),
  images: fields.list(fields.object(imageFields, { summary: 'An image.' }), {
    summary: 'Images of the lab’s registries beside those built in.',
    canBeEmpty: true,
  }),
  addons: fields.list(
    fields.byShape<{ name: string; settings?: Record<string, unknown> }>(
      {
        text: fields.mapped(addonFields.name, (name) => ({ name })),
        map: fields.object(addonFields, { summary: '' }),
      },
      { summary: 'An add-on: its name, or name and settings.' },
    ),
    { summary: 'What is installed before the first step.', canBeEmpty: true },
  ),
  nfs: fields.list(fields.object(nfsFields, { summary: 'An NFS server.' }), {
    summary: 'NFS servers whose exports pods can mount.',
    canBeEmpty: true,
  }),
  network: fields.object(networkFields, {
    summary: 'Ranges of addresses. Default: services 10.96.0.0/12, pods 172.16.0.0/16.',
  }),
  workstation: fields.object(workstationFields, { summary: 'The machine on which the note’s author types.' }),
} as const satisfies FieldSet;

export const labMetadataFields = {
  name: required(fields.text({ summary: 'The name of the lab.' })),
  title: fields.text({ summary: 'What it is, in a few words.' }),
  description: fields.text({ summary: 'What a reader should know about it.' }),
} as const satisfies FieldSet;
