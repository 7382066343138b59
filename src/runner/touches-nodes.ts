/** Whether a scenario touches the nodes of its lab, which other scenarios share on a real cluster. */
import type { CapabilityName } from '../backends/index.ts';
import { stepKindOf } from '../scenario/index.ts';
import type { Scenario } from '../scenario/index.ts';

const ofNodes: ReadonlySet<CapabilityName> = new Set(['disruption', 'addNode', 'removeNode', 'fault']);

export const touchesNodes = ({ setup, steps, cleanup }: Scenario): boolean =>
  [...setup, ...steps, ...cleanup].some((step) => {
    const { needs } = stepKindOf(step);
    const capability = typeof needs === 'function' ? needs(step.action.argument) : needs;
    return capability !== undefined && ofNodes.has(capability);
  });
