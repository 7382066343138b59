/** What every request from outside passes first: who asks, as whom, and whether it may. Nothing of the cluster is told before. */
import { forbiddenRequest, isAtLeast, type Status } from '../../kube/index.ts';
import { administrator, authenticateToken, nobody, type Identity } from '../authentication/index.ts';
import { attributesOf, isResource, type Attributes } from '../authorization/index.ts';
import type { Simulator } from '../simulator.ts';
import { answerStatus, type ApiRequest, type WholeResponse } from './exchange.ts';
import { impersonate } from './impersonation.ts';
import { readably } from './readable-json.ts';

export interface GateOptions {
  /** The token of the cluster's administrator. Absent: there is none. */
  adminToken?: string;
}

/** The request as it goes on to the REST face, with its user; or what refuses it. */
export type Passage = { request: ApiRequest & { identity: Identity } } | { refusal: WholeResponse };

export type Gate = (request: ApiRequest) => Passage;

const unauthorized: Status = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: 'Unauthorized',
  reason: 'Unauthorized',
  code: 401,
};

/** @source k8s 1.20 apiserver/pkg/authentication/request/bearertoken/bearertoken.go */
const bearerToken = (header: string): string => {
  const [scheme = '', token = ''] = header.trim().split(' ');
  return scheme.toLowerCase() === 'bearer' ? token : '';
};

const sessions = new Set(['exec', 'attach', 'portforward']);

/** @since k8s 1.35 AuthorizePodWebsocketUpgradeCreatePermission: a session that is opened by GET is a creation all the same */
const alsoAsked = (attributes: Attributes): Attributes | undefined =>
  isResource(attributes) &&
  attributes.verb === 'get' &&
  attributes.resource === 'pods' &&
  sessions.has(attributes.subresource)
    ? { ...attributes, verb: 'create' }
    : undefined;

/** @source k8s 1.20 apiserver/pkg/server/config.go DefaultBuildHandlerChain */
export const createGate = (
  { authorizer, tokens, version }: Pick<Simulator, 'authorizer' | 'tokens' | 'version'>,
  { adminToken }: GateOptions,
): Gate => {
  const authenticate = (request: ApiRequest): Identity | undefined => {
    const token = bearerToken(request.headers['authorization'] ?? '');
    if (token === '') return nobody;
    if (token === adminToken) return administrator(version);
    const answer = authenticateToken(tokens, token);
    return 'error' in answer ? undefined : answer.identity;
  };

  return (request) => {
    const sender = authenticate(request);
    if (sender === undefined) return { refusal: readably(request, answerStatus(unauthorized), version) };
    const passage = impersonate(request, sender, authorizer, version);
    if ('refusal' in passage) return { refusal: readably(request, passage.refusal, version) };
    const { identity } = passage;
    const attributes = attributesOf(request);
    const also = isAtLeast(version, 35) ? alsoAsked(attributes) : undefined;
    for (const one of also === undefined ? [attributes] : [attributes, also]) {
      const { isAllowed, reason } = authorizer.authorize(identity, one);
      if (isAllowed) continue;
      const response = answerStatus(forbiddenRequest(identity.username, one, reason));
      response.headers['x-content-type-options'] = 'nosniff';
      return { refusal: readably(request, response, version) };
    }
    return { request: { ...request, identity } };
  };
};
