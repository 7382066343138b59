/** The body of a DELETE: DeleteOptions, of any group and version. @source k8s 1.20 apiserver/pkg/endpoints/handlers/delete.go */
import { unclassifiedError, isAtLeast, type Answer, type KubernetesVersion } from '../../kube/index.ts';
import { decodeObject } from '../apiserver/index.ts';
import { isRegistered, notRegistered, versionOf } from './body-kind.ts';
import type { ApiRequest } from './exchange.ts';
import { readObject } from './request-body.ts';

const metaScheme = 'k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27';

/** Without what other bodies are told around it. */
const bare = (message: string): string =>
  message
    .replace(/^the object provided is unrecognized \(must be of type DeleteOptions\): /, '')
    .replace(/ \([^()]*\)$/, '')
    .replace(/^DeleteOptions in version "v1" cannot be handled as a DeleteOptions: /, '');

/** Undefined for a body that is empty. */
export const readDeleteBody = (
  request: ApiRequest,
  version: KubernetesVersion,
  isCollection: boolean,
): Answer<unknown> => {
  const read = readObject(request, 'DeleteOptions', version.minor, true);
  if (!read.ok) {
    if (read.status.code !== 400) return read;
    return { ok: false, status: unclassifiedError(bare(read.status.message ?? '')) };
  }
  if (read.value === undefined) return read;
  const body = read.value as { apiVersion?: string; kind?: string };
  const isMeta = !isCollection || isAtLeast(version, 25);
  const sent = {
    apiVersion: body.apiVersion || (isMeta ? 'meta.k8s.io/v1' : 'v1'),
    kind: body.kind || 'DeleteOptions',
  };
  if (sent.kind !== 'DeleteOptions') {
    const why =
      !isMeta && isRegistered(sent, version.minor)
        ? `converting (${versionOf(sent.apiVersion)}.${sent.kind}) to (v1.DeleteOptions): unknown conversion`
        : isMeta
          ? notRegistered(sent, metaScheme)
          : notRegistered(sent);
    return { ok: false, status: unclassifiedError(why) };
  }
  const options = { ...body, apiVersion: 'meta.k8s.io/v1', kind: 'DeleteOptions' };
  const decoded = decodeObject(options as never, version);
  return decoded.ok ? read : { ok: false, status: unclassifiedError(bare(decoded.status.message ?? '')) };
};
