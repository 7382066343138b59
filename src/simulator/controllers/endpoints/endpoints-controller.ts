/** The endpoints controller: keeps the Endpoints of every service that has a selector. */
import { deepEqual, matchesLabelSet } from '../../../kube/index.ts';
import type { Endpoints, EndpointSubset, ObjectMeta, Service } from '../../../kube/index.ts';
import { defineController, type Action, type Reconciliation } from '../../controller.ts';
import { keyOf, splitKey } from '../object-key.ts';
import { withoutKey } from '../without-key.ts';
import { affectedServices } from './affected-services.ts';
import { buildSubsets } from './build-subsets.ts';
import { sameSubsets } from './same-subsets.ts';
import { TriggerTimes } from './trigger-times.ts';

const headlessLabel = 'service.kubernetes.io/headless';
const triggerTimeAnnotation = 'endpoints.kubernetes.io/last-change-trigger-time';

const isHeadless = ({ spec: { clusterIP } }: Service): boolean =>
  clusterIP === 'None' || (clusterIP ?? '') === '';

/** The labels that count when the endpoints are compared: the headless mark is our own, unless the service has it too. */
const comparableLabels = (
  { metadata: { labels = {} } }: Endpoints,
  service: Service,
): Record<string, string> =>
  service.metadata.labels?.[headlessLabel] === undefined ? withoutKey(labels, headlessLabel) : labels;

const updated = (
  current: Endpoints,
  service: Service,
  subsets: EndpointSubset[],
  triggerTime: string,
): Endpoints => {
  const others = withoutKey(current.metadata.annotations, triggerTimeAnnotation);
  const annotations = triggerTime === '' ? others : { ...others, [triggerTimeAnnotation]: triggerTime };
  const own = withoutKey(service.metadata.labels, headlessLabel);
  const labels = isHeadless(service) ? { ...own, [headlessLabel]: '' } : own;
  const metadata = { ...current.metadata, labels, annotations };
  if (Object.keys(labels).length === 0) delete (metadata as ObjectMeta).labels;
  if (Object.keys(annotations).length === 0) delete (metadata as ObjectMeta).annotations;
  const endpoints: Endpoints = { ...current, metadata, subsets };
  if (subsets.length === 0) delete endpoints.subsets;
  return endpoints;
};

/** @source k8s 1.20 pkg/controller/endpoint/endpoints_controller.go */
export const endpointsController = defineController({
  name: 'endpoint-controller',
  summary: 'Keeps the Endpoints of every service that has a selector.',
  create({ version }) {
    const triggerTimes = new TriggerTimes();
    return {
      watches: [
        { resource: 'services', keys: ({ object }) => [keyOf(object)] },
        { resource: 'pods', keys: affectedServices },
        { resource: 'endpoints', keys: ({ object, isDeleted }) => (isDeleted ? [keyOf(object)] : []) },
      ],
      reconcile(key, view): Reconciliation {
        const { namespace, name } = splitKey(key);
        const service = view.get('services', namespace, name);
        const present = view.get('endpoints', namespace, name);
        if (service === undefined) {
          triggerTimes.forget(key);
          const remove: Action = { do: 'delete', resource: 'endpoints', namespace, name, mayFail: true };
          return { actions: present === undefined ? [] : [remove] };
        }
        const { selector } = service.spec;
        if (selector === undefined) return { actions: [] };
        const pods = view
          .list('pods', namespace)
          .filter(({ metadata }) => matchesLabelSet(selector, metadata.labels));
        const subsets = buildSubsets(service, pods, version);
        const triggerTime = triggerTimes.next(key, service, pods);
        if (
          present !== undefined &&
          sameSubsets(present.subsets, subsets) &&
          deepEqual(comparableLabels(present, service), service.metadata.labels ?? {})
        ) {
          return { actions: [] };
        }
        const empty: Endpoints = { apiVersion: 'v1', kind: 'Endpoints', metadata: { name, namespace } };
        const object = updated(present ?? empty, service, subsets, triggerTime);
        return {
          actions: [{ do: present === undefined ? 'create' : 'update', resource: 'endpoints', object }],
        };
      },
    };
  },
});
