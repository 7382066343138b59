/** Topic pod_status: the columns of random pods. */
import { podRow, printerFor } from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const podStatus = defineTopic({
  name: 'pod_status',
  run(input) {
    const pod = { apiVersion: 'v1', kind: 'Pod', ...input };
    const { ready, total, restarts, status } = podRow(pod);
    const [condition] = printerFor('', 'Pod').conditions!(pod);
    return { ready: `${ready}/${total}`, restarts, status, rowCompleted: condition?.reason ?? '' };
  },
});
