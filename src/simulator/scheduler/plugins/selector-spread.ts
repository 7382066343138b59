/** SelectorSpread: the fewer pods of the same Service or controller a node, and its zone, have, the better. */
import { maxNodeScore, type SchedulerPlugin } from '../plugin.ts';
import { siblingMatcher } from '../sibling-matcher.ts';
import { matcherKey } from '../label-selector.ts';
import { zoneOf } from '../zone.ts';

const zoneWeighting = 2 / 3;

const shareLeft = (greatest: number, count: number): number =>
  greatest > 0 ? maxNodeScore * ((greatest - count) / greatest) : maxNodeScore;

/**
 * @source k8s 1.19 pkg/scheduler/framework/plugins/selectorspread/selector_spread.go
 * @until k8s 1.19 in the default profile
 */
export const selectorSpread: SchedulerPlugin = {
  name: 'SelectorSpread',
  score({ pod, snapshot }, nodes, scores) {
    if ((pod.pod.spec.topologySpreadConstraints ?? []).length > 0) return 0;
    const matcher = siblingMatcher(pod, snapshot.workloads);
    if (matcher.isEmpty) return maxNodeScore;
    const counter = snapshot.count(
      `siblings ${pod.namespace} ${matcherKey(matcher)}`,
      ({ namespace, labels, isTerminating }) =>
        !isTerminating && namespace === pod.namespace && matcher.matches(labels),
    );
    const byZone = new Map<string, number>();
    let greatest = 0;
    for (const node of nodes) {
      const count = counter.on(node);
      greatest = Math.max(greatest, count);
      const zone = zoneOf(node.labels);
      if (zone !== '') byZone.set(zone, (byZone.get(zone) ?? 0) + count);
    }
    const greatestInZone = Math.max(0, ...byZone.values());
    for (const [index, node] of nodes.entries()) {
      const score = shareLeft(greatest, counter.on(node));
      const zone = zoneOf(node.labels);
      scores[index] = Math.trunc(
        zone === ''
          ? score
          : score * (1 - zoneWeighting) + zoneWeighting * shareLeft(greatestInZone, byZone.get(zone) ?? 0),
      );
    }
    return undefined;
  },
};
