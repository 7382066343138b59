/** Which real node stands for which node of the lab: the one of the same name, else by role and order of names. */
import type { KubeObject } from '../../kube/index.ts';
import type { Lab } from '../../simulator/index.ts';
import type { NamePair } from './lab-names.ts';

const roleLabels = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];

const isControlPlane = ({ metadata }: KubeObject): boolean =>
  roleLabels.some((label) => metadata.labels?.[label] !== undefined);

const byName = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

/** Lab nodes for which the cluster has no node are left out. `mapping` (lab name → real name) goes before all else. */
export const matchNodes = (
  lab: Pick<Lab, 'nodes'>,
  nodes: readonly KubeObject[],
  mapping: Readonly<Record<string, string>> = {},
): NamePair[] => {
  const real = nodes.map(({ metadata }) => metadata.name).sort(byName);
  const controlPlanes = new Set(nodes.filter(isControlPlane).map(({ metadata }) => metadata.name));
  const pairs = new Map<string, string>();
  const taken = new Set<string>();
  const pair = (labName: string, realName: string | undefined): void => {
    if (realName === undefined || pairs.has(labName) || taken.has(realName) || !real.includes(realName))
      return;
    pairs.set(labName, realName);
    taken.add(realName);
  };
  for (const { name } of lab.nodes) pair(name, mapping[name]);
  for (const { name } of lab.nodes) pair(name, name);
  for (const { name, role } of lab.nodes)
    pair(
      name,
      real.find((candidate) => !taken.has(candidate) && controlPlanes.has(candidate) === (role !== 'worker')),
    );
  return [...pairs].map(([labName, realName]) => ({ lab: labName, real: realName }));
};
