/** Reviews: questions to the API that are asked by creating an object which is not kept. Whoever has the token may do everything. */
import { isAtLeast, type KubernetesVersion } from '../../kube/index.ts';
import type { DiscoveredResource } from './discovery/discovered-resource.ts';
import { answerJson, answerStatus, type ApiRequest, type ApiResponse } from './exchange.ts';
import { noMethod } from './read-verbs.ts';
import { readObject } from './request-body.ts';
import type { ResourcePath } from './resource-path.ts';
import type { RestHost } from './rest-host.ts';

interface Review {
  group: string;
  kind: string;
  plural: string;
  namespaced?: boolean;
  /** The first minor with it. */
  since?: number;
  status(spec: Record<string, unknown>): unknown;
}

/** The user that the token stands for. */
const user = { username: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };

const allowed = () => ({ allowed: true });

const everything = () => ({
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
  incomplete: false,
});

const authorization = 'authorization.k8s.io';
const authentication = 'authentication.k8s.io';

const reviews: readonly Review[] = [
  {
    group: authorization,
    kind: 'LocalSubjectAccessReview',
    plural: 'localsubjectaccessreviews',
    namespaced: true,
    status: allowed,
  },
  {
    group: authorization,
    kind: 'SelfSubjectAccessReview',
    plural: 'selfsubjectaccessreviews',
    status: allowed,
  },
  {
    group: authorization,
    kind: 'SelfSubjectRulesReview',
    plural: 'selfsubjectrulesreviews',
    status: everything,
  },
  { group: authorization, kind: 'SubjectAccessReview', plural: 'subjectaccessreviews', status: allowed },
  {
    group: authentication,
    kind: 'TokenReview',
    plural: 'tokenreviews',
    status: () => ({ user: {}, error: 'invalid bearer token' }),
  },
  {
    group: authentication,
    kind: 'SelfSubjectReview',
    plural: 'selfsubjectreviews',
    since: 28,
    status: () => ({ userInfo: user }),
  },
];

const versionsOf = (review: Review, version: KubernetesVersion): string[] => {
  if (review.since !== undefined) return isAtLeast(version, review.since) ? ['v1'] : [];
  return isAtLeast(version, 22) ? ['v1'] : ['v1', 'v1beta1'];
};

/** As discovery lists them. */
export const reviewResources = (
  version: KubernetesVersion,
): (DiscoveredResource & { group: string; version: string })[] =>
  reviews.flatMap((review) =>
    versionsOf(review, version).map((of) => ({
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
  { group, version, resource, name }: ResourcePath,
): ApiResponse | undefined => {
  const review = reviews.find((one) => one.group === group && one.plural === resource);
  if (review === undefined || !versionsOf(review, simulator.version).includes(version)) return undefined;
  if (request.method !== 'POST' || name !== undefined) return answerStatus(noMethod());
  const body = readObject(request, review.kind, simulator.version.minor);
  if (!body.ok) return answerStatus(body.status);
  const { spec = {} } = body.value as { spec?: Record<string, unknown> };
  return answerJson(201, {
    kind: review.kind,
    apiVersion: `${group}/${version}`,
    metadata: { creationTimestamp: null },
    spec,
    status: review.status(spec),
  });
};
