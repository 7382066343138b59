/** Describes a pod. */
import { ageOf, isAtLeast } from '../../kube/index.ts';
import type { Pod } from '../../kube/index.ts';
import { containerLines } from './containers.ts';
import type { FieldResolver } from './containers.ts';
import { defineDescriber } from './describer.ts';
import { eventLines } from './events.ts';
import { controllerLine, labelLines, metadataLines, nameLines, tolerationLines } from './metadata-lines.ts';
import { podQosClass } from './pod-qos.ts';
import { volumeLines } from './volumes.ts';

/** @source k8s 1.20 kubectl/pkg/util/fieldpath/fieldpath.go ExtractFieldPathAsString */
const fieldResolver =
  ({ metadata }: Pod): FieldResolver =>
  (path, apiVersion) => {
    // Without a version upstream converts no other fields than these two.
    if (apiVersion !== 'v1' && path !== 'metadata.name' && path !== 'metadata.namespace') return '';
    const subscript = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
    if (subscript !== null) return metadata[subscript[1] as 'labels' | 'annotations']?.[subscript[2]!] ?? '';
    const lines = (map: Record<string, string> | undefined): string =>
      Object.keys(map ?? {})
        .sort()
        .map((key) => `${key}=${JSON.stringify(map![key])}`)
        .join('\n');
    switch (path) {
      case 'metadata.name':
        return metadata.name;
      case 'metadata.namespace':
        return metadata.namespace ?? '';
      case 'metadata.uid':
        return metadata.uid ?? '';
      case 'metadata.labels':
        return lines(metadata.labels);
      case 'metadata.annotations':
        return lines(metadata.annotations);
      default:
        return '';
    }
  };

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describePod */
export const pod = defineDescriber<Pod>({
  group: '',
  kind: 'Pod',
  describe(object, writer, view) {
    const { metadata, spec, status = {} } = object;
    const line = (text: string): void => writer.line(0, text);
    const optional = (title: string, value: string | undefined): void => {
      if (value !== undefined && value !== '') line(`${title}:\t${value}`);
    };
    nameLines(writer, object);
    if (spec.priority !== undefined) line(`Priority:\t${spec.priority}`);
    optional('Priority Class Name', spec.priorityClassName);
    if (isAtLeast(view.version, 25)) {
      optional('Runtime Class Name', spec.runtimeClassName);
      optional('Service Account', spec.serviceAccountName);
    }
    line(`Node:\t${(spec.nodeName ?? '') === '' ? '<none>' : `${spec.nodeName!}/${status.hostIP ?? ''}`}`);
    if (status.startTime !== undefined) line(`Start Time:\t${writer.date(status.startTime)}`);
    metadataLines(writer, object);
    if (metadata.deletionTimestamp !== undefined) {
      line(`Status:\tTerminating (lasts ${ageOf(metadata.deletionTimestamp, view.nowMs)})`);
      line(`Termination Grace Period:\t${metadata.deletionGracePeriodSeconds ?? 0}s`);
    } else line(`Status:\t${status.phase ?? ''}`);
    optional('Reason', status.reason);
    optional('Message', status.message);
    line(`IP:\t${status.podIP ?? ''}`);
    const addresses = status.podIPs ?? [];
    line(addresses.length === 0 ? 'IPs:\t<none>' : 'IPs:');
    for (const { ip } of addresses) writer.line(1, `IP:\t${ip ?? ''}`);
    controllerLine(writer, object);
    optional('NominatedNodeName', status.nominatedNodeName);
    const resolve = fieldResolver(object);
    if ((spec.initContainers ?? []).length > 0) {
      containerLines(writer, 'Init Containers', spec.initContainers!, {
        statuses: status.initContainerStatuses ?? [],
        resolve,
      });
    }
    containerLines(writer, 'Containers', spec.containers ?? [], {
      statuses: status.containerStatuses ?? [],
      resolve,
    });
    if ((spec.ephemeralContainers ?? []).length > 0) {
      containerLines(writer, 'Ephemeral Containers', spec.ephemeralContainers!, {
        statuses: status.ephemeralContainerStatuses ?? [],
        resolve,
      });
    }
    const conditions = status.conditions ?? [];
    if ((spec.readinessGates ?? []).length > 0) {
      line('Readiness Gates:\n  Type\tStatus');
      for (const { conditionType } of spec.readinessGates!) {
        writer.line(
          1,
          `${conditionType} \t${conditions.find(({ type }) => type === conditionType)?.status ?? '<none>'} `,
        );
      }
    }
    if (conditions.length > 0) {
      line('Conditions:\n  Type\tStatus');
      for (const condition of conditions) writer.line(1, `${condition.type} \t${condition.status} `);
    }
    volumeLines(writer, spec.volumes);
    line(`QoS Class:\t${(status.qosClass ?? '') === '' ? podQosClass(object) : status.qosClass!}`);
    labelLines(writer, 'Node-Selectors', spec.nodeSelector);
    tolerationLines(writer, 'Tolerations', spec.tolerations, view.version);
    eventLines(writer, view);
  },
});
