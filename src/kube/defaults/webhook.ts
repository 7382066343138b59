/** Defaults of admission webhook configurations. */
import type { UnknownObject } from '../objects/index.ts';
import { defineDefaults } from './defaulter.ts';
import { change, changeEach, fill } from './fill.ts';

interface Webhook {
  failurePolicy?: string;
  matchPolicy?: string;
  namespaceSelector?: object;
  objectSelector?: object;
  timeoutSeconds?: number;
  reinvocationPolicy?: string;
  clientConfig?: { service?: { port?: number } };
  rules?: { scope?: string }[];
}
type Configuration = UnknownObject & { webhooks?: Webhook[] };
const group = 'admissionregistration.k8s.io/v1';

/** @source k8s 1.20 pkg/apis/admissionregistration/v1/defaults.go */
export const webhookConfiguration = defineDefaults<Configuration>(
  [`${group}/ValidatingWebhookConfiguration`, `${group}/MutatingWebhookConfiguration`],
  (object) =>
    change(object, 'webhooks', (webhooks) =>
      changeEach(webhooks, (given) => {
        const webhook = fill(given, {
          failurePolicy: 'Fail',
          matchPolicy: 'Equivalent',
          namespaceSelector: {},
          objectSelector: {},
          timeoutSeconds: 10,
          ...(object.kind === 'MutatingWebhookConfiguration' ? { reinvocationPolicy: 'Never' } : {}),
        });
        const reachable = change(webhook, 'clientConfig', (client) =>
          change(client, 'service', (service) => fill(service, { port: 443 })),
        );
        return change(reachable, 'rules', (rules) => changeEach(rules, (rule) => fill(rule, { scope: '*' })));
      }),
    ),
);
