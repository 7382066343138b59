/** The refusal of a request that its user may not make. */
import { goQuote } from '../go-format.ts';
import { forbidden, type Status } from '../status.ts';

/** What was asked for: of a resource, or of a path. */
export interface RefusedRequest {
  verb: string;
  path?: string;
  group?: string;
  resource?: string;
  subresource?: string;
  namespace?: string;
  name?: string;
}

const sanitized = (text: string): string =>
  text.replace(/[&<>]/g, (char) => (char === '&' ? '&amp;' : char === '<' ? '&lt;' : '&gt;'));

const what = (username: string, request: RefusedRequest): string => {
  const { verb, path = '', group = '', resource, subresource = '', namespace = '' } = request;
  const who = `User ${goQuote(username)} cannot ${verb}`;
  if (resource === undefined) return `${who} path ${goQuote(path)}`;
  const combined = subresource === '' ? resource : `${resource}/${subresource}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${goQuote(namespace)}`;
  return `${who} resource ${goQuote(combined)} in API group ${goQuote(group)} ${where}`;
};

/** `reason`: what the authorizer says; '' when it says nothing. @source k8s 1.20 apiserver/pkg/endpoints/handlers/responsewriters/errors.go Forbidden */
export const forbiddenRequest = (username: string, request: RefusedRequest, reason: string): Status => {
  const { group = '', resource = '', name = '' } = request;
  const why = `${sanitized(what(username, request))}${reason === '' ? '' : `: ${reason}`}`;
  const status = forbidden({ group, resource }, name, why);
  if (resource !== '') return status;
  return { ...status, message: `forbidden: ${why}`, details: {} };
};
