/** Describes config maps, secrets and service accounts. */
import { isAtLeast } from '../../kube/index.ts';
import type { ConfigMap, Secret, ServiceAccount } from '../../kube/index.ts';
import type { DescribeWriter } from './describe-writer.ts';
import { defineDescriber } from './describer.ts';
import { eventLines } from './events.ts';
import { metadataLines, nameLines } from './metadata-lines.ts';

/** How many bytes a base64 text stands for. */
const byteCount = (base64: string): number => {
  const text = base64.replace(/[\s=]/g, '');
  return Math.floor((text.length * 3) / 4);
};

/** @source k8s 1.20 kubectl/pkg/describe/describe.go ConfigMapDescriber (upstream prints in Go's map order; here by key) */
export const configMap = defineDescriber<ConfigMap>({
  group: '',
  kind: 'ConfigMap',
  describe(object, writer, view) {
    nameLines(writer, object);
    metadataLines(writer, object);
    writer.line(0, '\nData\n====');
    const data = object.data ?? {};
    for (const key of Object.keys(data).sort()) writer.line(0, `${key}:\n----\n${data[key]!}`);
    const binary = object.binaryData ?? {};
    if (isAtLeast(view.version, 22)) {
      writer.line(0, '\nBinaryData\n====');
      for (const key of Object.keys(binary).sort())
        writer.line(0, `${key}: ${byteCount(binary[key]!)} bytes`);
      writer.line(0, '');
    }
    eventLines(writer, view);
  },
});

const decodeBase64 = (text: string): string =>
  new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeSecret */
export const secret = defineDescriber<Secret>({
  group: '',
  kind: 'Secret',
  hasEvents: false,
  describe(object, writer) {
    nameLines(writer, object);
    metadataLines(writer, object);
    writer.line(0, `\nType:\t${object.type ?? ''}`);
    writer.line(0, '\nData\n====');
    const data = object.data ?? {};
    for (const key of Object.keys(data).sort()) {
      const isToken = key === 'token' && object.type === 'kubernetes.io/service-account-token';
      writer.line(0, `${key}:\t${isToken ? decodeBase64(data[key]!) : `${byteCount(data[key]!)} bytes`}`);
    }
  },
});

const nameList = (writer: DescribeWriter, header: string, names: readonly string[]): void => {
  if (names.length === 0) writer.line(0, `${header}\t<none>`);
  for (const [index, name] of names.entries())
    writer.line(0, `${index === 0 ? header : ' '.repeat(19)}\t${name}`);
};

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeServiceAccount */
export const serviceAccount = defineDescriber<ServiceAccount>({
  group: '',
  kind: 'ServiceAccount',
  needs: ({ metadata }) => [{ resource: 'secrets', namespace: metadata.namespace ?? 'default' }],
  describe(object, writer, view) {
    nameLines(writer, object);
    metadataLines(writer, object);
    const secrets = view.list<Secret>('secrets');
    const shown = (name: string): string =>
      secrets.some(({ metadata }) => metadata.name === name) ? name : `${name} (not found)`;
    const tokens = secrets.filter(
      ({ type, metadata }) =>
        type === 'kubernetes.io/service-account-token' &&
        metadata.annotations?.['kubernetes.io/service-account.name'] === object.metadata.name &&
        (metadata.annotations['kubernetes.io/service-account.uid'] ?? '') === (object.metadata.uid ?? ''),
    );
    nameList(
      writer,
      'Image pull secrets:',
      (object.imagePullSecrets ?? []).map(({ name = '' }) => shown(name)),
    );
    nameList(
      writer,
      'Mountable secrets: ',
      (object.secrets ?? []).map(({ name = '' }) => shown(name)),
    );
    if (!isAtLeast(view.version, 35)) {
      nameList(
        writer,
        'Tokens:            ',
        tokens.map(({ metadata }) => metadata.name),
      );
    }
    eventLines(writer, view);
  },
});
