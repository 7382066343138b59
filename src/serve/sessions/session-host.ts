/** What sessions are given: the cluster to look at, and the gate by which they reach it. */
import type { Simulator } from '../../simulator/index.ts';
import type { ClusterInputs } from '../state/cluster-inputs.ts';

export interface SessionHost {
  simulator: Simulator;
  inputs: ClusterInputs;
}
