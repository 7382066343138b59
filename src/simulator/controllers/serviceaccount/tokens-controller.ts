/** Gives every service account a token in a secret. @source k8s 1.20 pkg/controller/serviceaccount/tokens_controller.go */
import { isAtLeast, type Secret, type ServiceAccount } from '../../../kube/index.ts';
import { randomSuffix } from '../../apiserver/index.ts';
import { defineController, type Action } from '../../controller.ts';
import { keyOf, splitKey } from '../object-key.ts';
import { certificateText } from './certificate.ts';

const tokenType = 'kubernetes.io/service-account-token';

/** @until k8s 1.24 LegacyServiceAccountTokenNoAutoGeneration */
export const tokensController = defineController({
  name: 'tokens-controller',
  summary: 'Gives every service account its token secret (until 1.24).',
  create({ version, random }) {
    const chance = random('tokens-controller');
    if (isAtLeast(version, 24)) return { watches: [], reconcile: () => ({ actions: [] }) };
    return {
      watches: [
        { resource: 'serviceaccounts', keys: ({ object, isDeleted }) => (isDeleted ? [] : [keyOf(object)]) },
      ],
      reconcile(key, view) {
        const { namespace, name } = splitKey(key);
        const account = view.get('serviceaccounts', namespace, name);
        if (account === undefined || account.metadata.deletionTimestamp !== undefined) return { actions: [] };
        const owned = (account.secrets ?? []).some(
          ({ name: secretName }) => view.get('secrets', namespace, secretName ?? '')?.type === tokenType,
        );
        if (owned) return { actions: [] };
        const secret: Secret = {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: {
            name: `${name}-token-${randomSuffix(chance, 5)}`,
            namespace,
            annotations: {
              'kubernetes.io/service-account.name': name,
              'kubernetes.io/service-account.uid': account.metadata.uid ?? '',
            },
          },
          type: tokenType,
          data: {
            'ca.crt': btoa(certificateText),
            namespace: btoa(namespace),
            token: btoa(
              `eyJhbGciOiJSUzI1NiJ9.${btoa(`system:serviceaccount:${namespace}:${name}`)}.${randomSuffix(chance, 40)}`,
            ),
          },
        };
        const refer = (): Action => {
          const object: ServiceAccount = {
            ...account,
            secrets: [...(account.secrets ?? []), { name: secret.metadata.name }],
          };
          return { do: 'update', resource: 'serviceaccounts', object };
        };
        return {
          actions: [
            {
              do: 'create',
              resource: 'secrets',
              object: secret,
              then: (answer) => (answer.ok ? [refer()] : []),
            },
          ],
        };
      },
    };
  },
});
