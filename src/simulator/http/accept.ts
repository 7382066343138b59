/** What a client accepts: the format of the answer and the form it wants objects in. */
import type { Answer, Status } from '../../kube/index.ts';

export type AnswerForm = 'object' | 'Table' | 'PartialObjectMetadata';

export interface Accepted {
  format: 'json' | 'yaml';
  form: AnswerForm;
  /** Of meta.k8s.io, for the forms that are its: "v1", "v1beta1". */
  metaVersion: string;
  isPretty: boolean;
}

interface Clause {
  mediaType: string;
  parameters: ReadonlyMap<string, string>;
  quality: number;
}

const formats: Readonly<Record<string, Accepted['format']>> = {
  'application/json': 'json',
  'application/yaml': 'yaml',
  'application/*': 'json',
  '*/*': 'json',
};

/** The clauses of an Accept header, the best liked first. */
export const acceptClauses = (accept: string): Clause[] =>
  accept
    .split(',')
    .map((text): Clause => {
      const [mediaType = '', ...parts] = text.split(';').map((part) => part.trim());
      const parameters = new Map(
        parts.map((part): [string, string] => {
          const at = part.indexOf('=');
          return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
        }),
      );
      const quality = Number(parameters.get('q') ?? 1);
      return { mediaType: mediaType.toLowerCase(), parameters, quality: Number.isNaN(quality) ? 0 : quality };
    })
    .sort((a, b) => b.quality - a.quality);

/** @source k8s 1.20 apiserver/pkg/endpoints/handlers/negotiation/errors.go errNotAcceptable */
export const notAcceptable = (mediaTypes = 'application/json, application/yaml'): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: `only the following media types are accepted: ${mediaTypes}`,
  reason: 'NotAcceptable',
  code: 406,
});

const formOf = (parameters: ReadonlyMap<string, string>): AnswerForm | undefined => {
  const as = parameters.get('as');
  if (as === undefined) return 'object';
  if (parameters.get('g') !== 'meta.k8s.io') return undefined;
  if (!['v1', 'v1beta1'].includes(parameters.get('v') ?? '')) return undefined;
  if (as === 'Table') return 'Table';
  return as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList'
    ? 'PartialObjectMetadata'
    : undefined;
};

/**
 * The first clause that can be served. Protobuf cannot.
 * @source k8s 1.20 apiserver/pkg/endpoints/handlers/negotiation/negotiate.go NegotiateMediaTypeOptions
 */
export const negotiate = (accept: string | undefined, pretty: string | null): Answer<Accepted> => {
  const isPretty = pretty !== null && pretty !== '0' && pretty !== 'false';
  if (accept === undefined || accept.trim() === '')
    return { ok: true, value: { format: 'json', form: 'object', metaVersion: 'v1', isPretty } };
  for (const { mediaType, parameters } of acceptClauses(accept)) {
    const format = formats[mediaType];
    const form = formOf(parameters);
    if (format === undefined || form === undefined) continue;
    return { ok: true, value: { format, form, metaVersion: parameters.get('v') ?? 'v1', isPretty } };
  }
  return { ok: false, status: notAcceptable() };
};
