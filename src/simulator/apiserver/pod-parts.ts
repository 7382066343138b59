/** PUT pods/ephemeralcontainers and pods/resize: what each may change of a pod, and nothing else. */
import {
  deepEqual,
  invalid,
  type Answer,
  type KubeObject,
  type Pod,
  type StatusCause,
} from '../../kube/index.ts';
import { failed } from './server-core.ts';

const path = 'spec.ephemeralContainers';

const forbidden = (message: string): StatusCause => ({
  reason: 'FieldValueForbidden',
  message: `Forbidden: ${message}`,
  field: path,
});

/** @source k8s 1.29 pkg/apis/core/validation/validation.go ValidatePodEphemeralContainersUpdate, validateEphemeralContainers */
const complaints = (sent: Pod, old: Pod): StatusCause[] => {
  const causes: StatusCause[] = [];
  const names = new Set([...old.spec.containers, ...(old.spec.initContainers ?? [])].map(({ name }) => name));
  const asked = sent.spec.ephemeralContainers ?? [];
  asked.forEach(({ name, image = '', targetContainerName = '' }, index) => {
    const at = `${path}[${index}]`;
    const required = (field: string): StatusCause => ({
      reason: 'FieldValueRequired',
      message: 'Required value',
      field: `${at}.${field}`,
    });
    if ((name ?? '') === '') causes.push(required('name'));
    else if (names.has(name))
      causes.push({
        reason: 'FieldValueDuplicate',
        message: `Duplicate value: ${JSON.stringify(name)}`,
        field: `${at}.name`,
      });
    if (image === '') causes.push(required('image'));
    if (targetContainerName !== '' && !names.has(targetContainerName))
      causes.push({
        reason: 'FieldValueNotFound',
        message: `Not found: ${JSON.stringify(targetContainerName)}`,
        field: `${at}.targetContainerName`,
      });
  });
  for (const container of old.spec.ephemeralContainers ?? []) {
    const next = asked.find(({ name }) => name === container.name);
    const which = `existing ephemeral containers ${JSON.stringify(container.name)} may not be`;
    if (next === undefined) causes.push(forbidden(`${which} removed\n`));
    else if (!deepEqual(next, container)) causes.push(forbidden(`${which} changed\n`));
  }
  return causes;
};

/** That of the pod as it is, and who manages which field now. */
const metadataOf = ({ metadata: { managedFields } }: Pod, old: Pod): Pod['metadata'] => ({
  ...old.metadata,
  ...(managedFields === undefined ? {} : { managedFields }),
});

/** @since k8s 1.23 @source k8s 1.29 pkg/registry/core/pod/strategy.go podEphemeralContainersStrategy */
const withEphemeralContainers = (sent: Pod, old: Pod): Answer<KubeObject> => {
  const causes = complaints(sent, old);
  if (causes.length > 0) return failed(invalid('', 'Pod', old.metadata.name, causes));
  const { ephemeralContainers } = sent.spec;
  const next: Pod = {
    ...old,
    metadata: metadataOf(sent, old),
    spec: { ...old.spec, ...(ephemeralContainers === undefined ? {} : { ephemeralContainers }) },
  };
  return { ok: true, value: next };
};

/** Takes the resources of containers, and no more. @since k8s 1.33 @source k8s 1.33 pkg/registry/core/pod/strategy.go podResizeStrategy */
const resized = (sent: Pod, old: Pod): Answer<KubeObject> => {
  const containers = old.spec.containers.map((container) => {
    const resources = sent.spec.containers.find(({ name }) => name === container.name)?.resources;
    return resources === undefined ? container : { ...container, resources };
  });
  const next: Pod = { ...old, metadata: metadataOf(sent, old), spec: { ...old.spec, containers } };
  return { ok: true, value: next };
};

/** Undefined when the subresource is none of these. */
export const nextPodOf = (
  subresource: string,
  sent: KubeObject,
  old: KubeObject,
): Answer<KubeObject> | undefined => {
  if (old.kind !== 'Pod') return undefined;
  if (subresource === 'ephemeralcontainers') return withEphemeralContainers(sent as Pod, old as Pod);
  return subresource === 'resize' ? resized(sent as Pod, old as Pod) : undefined;
};
