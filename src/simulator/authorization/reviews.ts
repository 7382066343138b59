/** Reviews: questions to the API about users, tokens and permissions, answered by an object that is not kept. */
import {
  badRequest,
  invalid,
  isAtLeast,
  type Answer,
  type KubernetesVersion,
  type StatusCause,
} from '../../kube/index.ts';
import { authenticateToken, tokenIssuer, type Identity, type TokenHost } from '../authentication/index.ts';
import type { Attributes } from './attributes.ts';
import { joinedTexts, type Authorizer } from './authorizer.ts';

export interface ReviewHost {
  version: KubernetesVersion;
  authorizer: Authorizer;
  tokens: TokenHost;
  nowTime(): string;
}

interface Question {
  host: ReviewHost;
  identity: Identity;
  /** Of the path; '' when there is none. */
  namespace: string;
  body: { metadata?: { namespace?: string }; spec?: Record<string, unknown> };
}

export interface Review {
  group: string;
  kind: string;
  plural: string;
  namespaced?: boolean;
  /** The versions that a minor serves. */
  versions(version: KubernetesVersion): readonly string[];
  status(question: Question): Answer<unknown>;
}

interface Asked {
  resourceAttributes?: Record<string, string> | null;
  nonResourceAttributes?: { path?: string; verb?: string } | null;
}

const isGiven = <T>(value: T | null | undefined): value is T => value !== undefined && value !== null;

const cause = (field: string, message: string): StatusCause => ({
  reason: 'FieldValueInvalid',
  message,
  field,
});

const authorization = 'authorization.k8s.io';
const authentication = 'authentication.k8s.io';

/** @source k8s 1.20 pkg/apis/authorization/validation/validation.go ValidateSelfSubjectAccessReviewSpec */
const checkAsked = ({ resourceAttributes, nonResourceAttributes }: Asked): StatusCause[] => {
  const isBoth = isGiven(resourceAttributes) && isGiven(nonResourceAttributes);
  if (isBoth) {
    const why = 'cannot be specified in combination with resourceAttributes';
    return [
      cause('spec.nonResourceAttributes', `Invalid value: ${JSON.stringify(nonResourceAttributes)}: ${why}`),
    ];
  }
  if (isGiven(resourceAttributes) || isGiven(nonResourceAttributes)) return [];
  const why = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
  return [cause('spec.resourceAttributes', `Invalid value: "null": ${why}`)];
};

const attributesOfSpec = ({ resourceAttributes, nonResourceAttributes }: Asked): Attributes => {
  if (!isGiven(resourceAttributes))
    return { verb: nonResourceAttributes?.verb ?? '', path: nonResourceAttributes?.path ?? '' };
  const {
    verb = '',
    group = '',
    version = '',
    resource = '',
    subresource = '',
    namespace = '',
    name = '',
  } = resourceAttributes;
  return { verb, group, version, resource, subresource, namespace, name };
};

const decide = ({ host }: Question, identity: Identity, spec: Asked): Answer<unknown> => {
  const { isAllowed, reason } = host.authorizer.authorize(identity, attributesOfSpec(spec));
  return { ok: true, value: { allowed: isAllowed, ...(reason === '' ? {} : { reason }) } };
};

const refuse = (causes: StatusCause[]): Answer<never> => ({
  ok: false,
  status: invalid(authorization, '', '', causes),
});

interface SubjectSpec extends Asked {
  user?: string;
  groups?: string[];
  uid?: string;
}

/** @source k8s 1.20 pkg/apis/authorization/validation/validation.go ValidateSubjectAccessReviewSpec */
const reviewSubject = (question: Question, more: readonly StatusCause[] = []): Answer<unknown> => {
  const spec: SubjectSpec = question.body.spec ?? {};
  const { user = '', groups = [], uid } = spec;
  const nobody = 'Invalid value: "": at least one of user or group must be specified';
  const causes = [
    ...checkAsked(spec),
    ...(user === '' && groups.length === 0 ? [cause('spec.user', nobody)] : []),
    ...more,
  ];
  if (causes.length > 0) return refuse(causes);
  return decide(question, { username: user, groups, ...(uid === undefined ? {} : { uid }) }, spec);
};

const reviewLocal = (question: Question): Answer<unknown> => {
  const { spec = {} } = question.body;
  const { resourceAttributes, nonResourceAttributes } = spec as Asked;
  const asked = resourceAttributes?.['namespace'] ?? '';
  const more = [
    ...(isGiven(resourceAttributes) && asked !== question.namespace
      ? [
          cause(
            'spec.resourceAttributes.namespace',
            `Invalid value: ${JSON.stringify(asked)}: must match metadata.namespace`,
          ),
        ]
      : []),
    ...(isGiven(nonResourceAttributes)
      ? [cause('spec.nonResourceAttributes', 'Invalid value: "": disallowed on this kind of request')]
      : []),
  ];
  return reviewSubject(question, more);
};

/** @source k8s 1.20 pkg/registry/authorization/selfsubjectrulesreview/rest.go Create, plugin/pkg/auth/authorizer/rbac/rbac.go RulesFor */
const reviewRules = ({ host, identity, body }: Question): Answer<unknown> => {
  const namespace = String(body.spec?.['namespace'] ?? '');
  if (namespace === '') return { ok: false, status: badRequest('no namespace on request') };
  const { rules, missing } = host.authorizer.rulesFor(identity, namespace);
  const texts = missing.map(
    ({ kind, name }) => `${kind.toLowerCase()}.rbac.authorization.k8s.io ${JSON.stringify(name)} not found`,
  );
  return {
    ok: true,
    value: {
      resourceRules: rules
        .filter(({ resources = [] }) => resources.length > 0)
        .map(({ verbs, apiGroups, resources, resourceNames }) => ({
          verbs,
          apiGroups,
          resources,
          resourceNames,
        })),
      nonResourceRules: rules
        .filter(({ nonResourceURLs = [] }) => nonResourceURLs.length > 0)
        .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
      incomplete: false,
      ...(texts.length === 0 ? {} : { evaluationError: joinedTexts(texts) }),
    },
  };
};

const userInfo = ({ username, uid, groups, extra }: Identity) => ({
  username,
  ...(uid === undefined ? {} : { uid }),
  groups,
  ...(extra === undefined ? {} : { extra }),
});

/** @source k8s 1.20 pkg/registry/authentication/tokenreview/storage.go Create */
const reviewToken = ({ host, body }: Question): Answer<unknown> => {
  const { token = '', audiences } = (body.spec ?? {}) as { token?: string; audiences?: string[] };
  if (token === '')
    return { ok: false, status: badRequest('token is required for TokenReview in authentication') };
  const wanted = audiences === undefined || audiences.length === 0 ? [tokenIssuer] : audiences;
  const answer = authenticateToken(host.tokens, token, wanted);
  return {
    ok: true,
    value:
      'error' in answer
        ? { user: {}, error: answer.error }
        : { authenticated: true, user: userInfo(answer.identity), audiences: answer.audiences },
  };
};

const usual = (version: KubernetesVersion): string[] => (isAtLeast(version, 22) ? ['v1'] : ['v1', 'v1beta1']);

export const reviews: readonly Review[] = [
  {
    group: authorization,
    kind: 'LocalSubjectAccessReview',
    plural: 'localsubjectaccessreviews',
    namespaced: true,
    versions: usual,
    status: reviewLocal,
  },
  {
    group: authorization,
    kind: 'SelfSubjectAccessReview',
    plural: 'selfsubjectaccessreviews',
    versions: usual,
    status(question) {
      const spec: Asked = question.body.spec ?? {};
      const causes = checkAsked(spec);
      return causes.length > 0 ? refuse(causes) : decide(question, question.identity, spec);
    },
  },
  {
    group: authorization,
    kind: 'SelfSubjectRulesReview',
    plural: 'selfsubjectrulesreviews',
    versions: usual,
    status: reviewRules,
  },
  {
    group: authorization,
    kind: 'SubjectAccessReview',
    plural: 'subjectaccessreviews',
    versions: usual,
    status: (question) => reviewSubject(question),
  },
  {
    group: authentication,
    kind: 'TokenReview',
    plural: 'tokenreviews',
    versions: usual,
    status: reviewToken,
  },
  {
    group: authentication,
    kind: 'SelfSubjectReview',
    plural: 'selfsubjectreviews',
    versions: (version) => (isAtLeast(version, 28) ? ['v1'] : []),
    status: ({ identity }) => ({ ok: true, value: { userInfo: userInfo(identity) } }),
  },
];

export const findReview = (
  key: { group: string; version: string; name: string },
  version: KubernetesVersion,
): Review | undefined =>
  reviews.find(
    (one) =>
      one.group === key.group && one.plural === key.name && one.versions(version).includes(key.version),
  );

/** The review as the API answers it. `apiVersion`: as it was asked in. */
export const answerQuestion = (review: Review, apiVersion: string, question: Question): Answer<unknown> => {
  const answer = review.status(question);
  if (!answer.ok) return answer;
  const { kind } = review;
  const isStamped = kind === 'SelfSubjectReview';
  const metadata = {
    creationTimestamp: isStamped ? question.host.nowTime() : null,
    ...(question.namespace === '' ? {} : { namespace: question.namespace }),
  };
  const spec = isStamped ? {} : { spec: kind === 'SelfSubjectRulesReview' ? {} : (question.body.spec ?? {}) };
  return { ok: true, value: { kind, apiVersion, metadata, ...spec, status: answer.value } };
};
