/** Recordings: a run record whose steps hold the state of the lab after them, so that it can be compared without the lab. */
import type { CapabilityName } from '../../backends/index.ts';
import type { Event, KubeObject } from '../../kube/index.ts';
import { playScenario } from '../play-scenario.ts';
import type { PlayOptions } from '../play-scenario.ts';
import type { ScenarioRecord } from '../run-record.ts';
import type { PlannedScenario } from '../run.ts';
import type { Backend } from '../../backends/index.ts';
import { takeState } from './checkpoint.ts';
import type { LabState, RestingState } from './checkpoint.ts';

/** The version of what a recording holds; another is not read. */
export const recordingVersion = 1;

/** Indices into the objects of the scenario's recording. */
export interface RecordedCheckpoint {
  objects: number[];
  events: number[];
}

export interface ScenarioRecording {
  namespace: string;
  startMs: number;
  can: CapabilityName[];
  /** Every version of every object and event of the checkpoints, once. */
  objects: KubeObject[];
}

/** A scenario of a recording: all its steps have checkpoints. */
export interface RecordedScenario extends ScenarioRecord {
  recording: ScenarioRecording;
}

/** Without what nobody compares and what nobody but the cluster may know. */
const publishable = (object: KubeObject): KubeObject => {
  const metadata = { ...object.metadata };
  delete metadata.managedFields;
  if (object.kind !== 'Secret') return { ...object, metadata };
  return {
    apiVersion: object.apiVersion,
    kind: 'Secret',
    metadata,
    type: object['type' as never],
  } as KubeObject;
};

/** Keeps each version of each object once. */
class ObjectPool {
  readonly objects: KubeObject[] = [];
  readonly #indices = new Map<string, number>();

  indexOf(object: KubeObject): number {
    const { uid, resourceVersion } = object.metadata;
    const key =
      uid === undefined || resourceVersion === undefined
        ? JSON.stringify(object)
        : `${object.apiVersion}/${object.kind}/${uid}/${resourceVersion}`;
    let index = this.#indices.get(key);
    if (index === undefined) {
      index = this.objects.push(publishable(object)) - 1;
      this.#indices.set(key, index);
    }
    return index;
  }
}

/** Plays a scenario to its end, whatever fails, and records the state after every step. */
export const recordScenario = async (
  { scenario, lab }: PlannedScenario,
  backend: Backend,
  options: Pick<PlayOptions, 'seed' | 'emit' | 'isInterrupted'>,
): Promise<RecordedScenario> => {
  const pool = new ObjectPool();
  const startMs = backend.clock.now();
  let last: RestingState | undefined;
  const record = await playScenario(scenario, backend, {
    ...options,
    lab,
    isProving: true,
    async afterStep(step, stage) {
      last = await takeState(stage, last);
      const indices = (objects: readonly unknown[]): number[] =>
        objects.map((object) => pool.indexOf(object as KubeObject));
      step.checkpoint = { objects: indices(last.state.objects), events: indices(last.state.events) };
    },
  });
  return {
    ...record,
    recording: {
      namespace: scenario.namespace,
      startMs,
      can: Object.keys(backend.can) as CapabilityName[],
      objects: pool.objects,
    },
  };
};

/** The state that a checkpoint holds. */
export const stateOf = ({ objects, events }: RecordedCheckpoint, recording: ScenarioRecording): LabState => {
  const at = (indices: readonly number[]): KubeObject[] => indices.map((index) => recording.objects[index]!);
  return { objects: at(objects), events: at(events) as unknown as Event[] };
};
