/** Keeps the tokens that live in secrets: those that service accounts are given, and those that somebody asks for by a secret. @source k8s 1.20 pkg/controller/serviceaccount/tokens_controller.go */
import { isAtLeast, type KubeObject, type Secret, type ServiceAccount } from '../../../kube/index.ts';
import { randomSuffix } from '../../apiserver/index.ts';
import { legacyToken } from '../../authentication/index.ts';
import { defineController, type Action, type Reconciliation, type View } from '../../controller.ts';
import { keyOf, splitKey } from '../object-key.ts';
import { certificateText } from './certificate.ts';

const tokenType = 'kubernetes.io/service-account-token';
const nameKey = 'kubernetes.io/service-account.name';
const uidKey = 'kubernetes.io/service-account.uid';

const isToken = (object: KubeObject): boolean => (object as Secret).type === tokenType;
const annotation = ({ metadata }: KubeObject, key: string): string => metadata.annotations?.[key] ?? '';

/** `uid`: of the account; a secret that names none is any account's of the name. */
const isFor = (secret: Secret, name: string, uid: string | undefined): boolean =>
  isToken(secret) &&
  annotation(secret, nameKey) === name &&
  (annotation(secret, uidKey) === '' || uid === undefined || annotation(secret, uidKey) === uid);

const remove = ({ metadata }: KubeObject): Action => ({
  do: 'delete',
  resource: 'secrets',
  ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
  name: metadata.name,
  options: { preconditions: { uid: metadata.uid ?? '' } },
  mayFail: true,
});

export const tokensController = defineController({
  name: 'tokens-controller',
  summary:
    'Gives service accounts their tokens in secrets: every account (until 1.24), and every secret that asks for one.',
  create({ version, random }) {
    const chance = random('tokens-controller');
    const dataFor = (secretName: string, account: ServiceAccount): Record<string, string> => {
      const { namespace = '', name, uid = '' } = account.metadata;
      const claims = { namespace, secretName, accountName: name, accountUid: uid };
      return {
        'ca.crt': btoa(certificateText),
        namespace: btoa(namespace),
        token: btoa(legacyToken(chance.seed, claims)),
      };
    };

    /** @until k8s 1.24 LegacyServiceAccountTokenNoAutoGeneration */
    const giveToken = (view: View, account: ServiceAccount): readonly Action[] => {
      const { namespace = '', name, uid = '' } = account.metadata;
      const owned = (account.secrets ?? []).some(
        ({ name: secretName }) => view.get('secrets', namespace, secretName ?? '')?.type === tokenType,
      );
      if (owned) return [];
      const secretName = `${name}-token-${randomSuffix(chance, 5)}`;
      const secret: Secret = {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: secretName, namespace, annotations: { [nameKey]: name, [uidKey]: uid } },
        type: tokenType,
        data: dataFor(secretName, account),
      };
      const object: ServiceAccount = {
        ...account,
        secrets: [...(account.secrets ?? []), { name: secretName }],
      };
      const refer: Action = { do: 'update', resource: 'serviceaccounts', object };
      return [
        { do: 'create', resource: 'secrets', object: secret, then: (answer) => (answer.ok ? [refer] : []) },
      ];
    };

    const syncAccount = (view: View, namespace: string, name: string): readonly Action[] => {
      const account = view.get('serviceaccounts', namespace, name);
      if (account === undefined)
        return view
          .list('secrets', namespace)
          .filter((secret) => isFor(secret, name, undefined))
          .map(remove);
      const isGoing = account.metadata.deletionTimestamp !== undefined;
      return isGoing || isAtLeast(version, 24) ? [] : giveToken(view, account);
    };

    const syncSecret = (view: View, namespace: string, name: string): readonly Action[] => {
      const secret = view.get('secrets', namespace, name);
      if (secret === undefined || !isToken(secret)) return [];
      const accountName = annotation(secret, nameKey);
      const account = view.get('serviceaccounts', namespace, accountName);
      if (account === undefined || !isFor(secret, accountName, account.metadata.uid)) return [remove(secret)];
      const { data = {} } = secret;
      if (data['token'] !== undefined && data['ca.crt'] !== undefined && data['namespace'] !== undefined)
        return [];
      const annotations = { ...secret.metadata.annotations, [uidKey]: account.metadata.uid ?? '' };
      const object: Secret = {
        ...secret,
        metadata: { ...secret.metadata, annotations },
        data: { ...dataFor(name, account), ...data },
      };
      return [{ do: 'update', resource: 'secrets', object }];
    };

    return {
      watches: [
        { resource: 'serviceaccounts', keys: ({ object }) => [keyOf(object)] },
        {
          resource: 'secrets',
          keys: ({ object, isDeleted }) => (isToken(object) && !isDeleted ? [`secret:${keyOf(object)}`] : []),
        },
      ],
      reconcile(key, view): Reconciliation {
        const isSecret = key.startsWith('secret:');
        const { namespace, name } = splitKey(isSecret ? key.slice('secret:'.length) : key);
        return { actions: isSecret ? syncSecret(view, namespace, name) : syncAccount(view, namespace, name) };
      },
    };
  },
});
