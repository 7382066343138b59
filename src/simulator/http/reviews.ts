/** Reviews as requests, and as discovery lists them. */
import { isAtLeast, type KubernetesVersion } from '../../kube/index.ts';
import { administrator } from '../authentication/index.ts';
import { answerQuestion, findReview, reviews } from '../authorization/index.ts';
import type { DiscoveredResource } from './discovery/discovered-resource.ts';
import { answerStatus, type ApiRequest, type ApiResponse } from './exchange.ts';
import { answerObject, noMethod } from './read-verbs.ts';
import { readObject } from './request-body.ts';
import type { ResourcePath } from './resource-path.ts';
import type { RestHost } from './rest-host.ts';

/** As discovery lists them. */
export const reviewResources = (
  version: KubernetesVersion,
): (DiscoveredResource & { group: string; version: string })[] =>
  reviews.flatMap((review) =>
    review.versions(version).map((of) => ({
      name: review.plural,
      singularName: isAtLeast(version, 27) ? review.kind.toLowerCase() : '',
      namespaced: review.namespaced === true,
      kind: review.kind,
      verbs: ['create'],
      group: review.group,
      version: of,
    })),
  );

/** Undefined when the path is none of a review's. */
export const answerReview = (
  { simulator }: RestHost,
  request: ApiRequest,
  { group, version, resource, name, namespace = '' }: ResourcePath,
): ApiResponse | undefined => {
  const review = findReview({ group, version, name: resource }, simulator.version);
  if (review === undefined) return undefined;
  if (request.method !== 'POST' || name !== undefined) return answerStatus(noMethod());
  const body = readObject(request, review.kind, simulator.version.minor);
  if (!body.ok) return answerStatus(body.status);
  const { authorizer, tokens, world } = simulator;
  const host = { version: simulator.version, authorizer, tokens, nowTime: () => world.nowTime() };
  const identity = request.identity ?? administrator(simulator.version);
  const question = { host, identity, namespace, body: body.value as object };
  return answerObject(request, 201, answerQuestion(review, `${group}/${version}`, question));
};
