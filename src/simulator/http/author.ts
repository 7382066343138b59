/** Who writes, and what: the same of every verb that changes something. */
import type { ResourceKey } from '../../kube/index.ts';
import type { RequestInfo, ServedResource } from '../apiserver/index.ts';
import type { ApiRequest } from './exchange.ts';

/** Who writes, as managers of fields are named: the option, else the program before the slash. @source k8s 1.20 apiserver/pkg/endpoints/handlers/create.go managerOrUserAgent */
export const authorOf = (request: ApiRequest): RequestInfo => {
  const agent = (request.headers['user-agent'] ?? '').split('/')[0]!.slice(0, 128);
  const manager = request.query.get('fieldManager') ?? '';
  const user = manager !== '' ? manager : agent !== '' ? agent : 'unknown';
  return {
    user,
    fieldManager: user,
    ...(request.identity === undefined ? {} : { identity: request.identity }),
  };
};

export const keyOf = ({ described }: ServedResource): ResourceKey => ({
  group: described.group,
  version: described.version,
  name: described.name,
});
