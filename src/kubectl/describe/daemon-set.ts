/** Describes a daemon set. */
import { formatLabels, labelMatcher } from '../../kube/index.ts';
import type { DaemonSet } from '../../kube/index.ts';
import { defineDescriber } from './describer.ts';
import { eventLines } from './events.ts';
import { metadataLines, nameLines } from './metadata-lines.ts';
import { ownPods, podStatusLine, podTemplateLines } from './pod-template.ts';

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeDaemonSet */
export const daemonSet = defineDescriber<DaemonSet>({
  group: 'apps',
  kind: 'DaemonSet',
  needs: ownPods,
  describe(object, writer, view) {
    const { spec, status } = object;
    const line = (text: string): void => writer.line(0, text);
    nameLines(writer, object, false);
    line(`Selector:\t${labelMatcher(spec.selector).text}`);
    line(`Node-Selector:\t${formatLabels(spec.template?.spec?.nodeSelector)}`);
    metadataLines(writer, object);
    line(`Desired Number of Nodes Scheduled: ${status?.desiredNumberScheduled ?? 0}`);
    line(`Current Number of Nodes Scheduled: ${status?.currentNumberScheduled ?? 0}`);
    line(`Number of Nodes Scheduled with Up-to-date Pods: ${status?.updatedNumberScheduled ?? 0}`);
    line(`Number of Nodes Scheduled with Available Pods: ${status?.numberAvailable ?? 0}`);
    line(`Number of Nodes Misscheduled: ${status?.numberMisscheduled ?? 0}`);
    podStatusLine(writer, object, view);
    podTemplateLines(writer, spec.template, view);
    eventLines(writer, view);
  },
});
