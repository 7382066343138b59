/** JSON set out in lines, for people who ask with curl, wget or a browser. */
import { isAtLeast, type KubernetesVersion } from '../../kube/index.ts';
import { isStream, type ApiRequest, type ApiResponse } from './exchange.ts';

const peoplesAgents = /^(curl|Wget|Mozilla\/5\.0)/;

/** An empty object as the encoder before 1.23 set it out. */
const openEmptyObjects = (text: string): string => text.replace(/^( *)(.*)\{\}(,?)$/gm, '$1$2{\n$1  \n$1}$3');

/** The answer as its asker is to see it. @source k8s 1.20 apiserver/pkg/endpoints/handlers/negotiation/negotiate.go isPrettyPrint */
export const readably = <R extends ApiResponse>(
  { query, headers }: ApiRequest,
  response: R,
  version: KubernetesVersion,
): R => {
  if (query.has('pretty') || !peoplesAgents.test(headers['user-agent'] ?? '')) return response;
  if (isStream(response) || typeof response.body !== 'string' || response.body === '') return response;
  if (response.headers['content-type'] !== 'application/json') return response;
  const text = JSON.stringify(JSON.parse(response.body), null, 2);
  return { ...response, body: isAtLeast(version, 23) ? text : openEmptyObjects(text) };
};
