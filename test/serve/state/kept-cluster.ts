/** A cluster with a state file and a wall clock of the test's own, without sockets. */
import { createRestFace, createSimulator, type Simulator } from '../../../src/simulator/index.ts';
import type { RemoteStreams } from '../../../src/serve/sessions/remote-streams.ts';
import { ClusterInputs } from '../../../src/serve/state/cluster-inputs.ts';
import { ClusterState } from '../../../src/serve/state/cluster-state.ts';
import { StateFile } from '../../../src/serve/state/state-file.ts';
import { TimePump, type Speed } from '../../../src/serve/time-pump.ts';
import { testLab } from '../../simulator/bare-world.ts';

export interface KeptCluster {
  simulator: Simulator;
  inputs: ClusterInputs;
  state: ClusterState;
  restoredInputs: number;
  /** Lets the wall's time pass. */
  pass(ms: number): void;
  write(method: string, path: string, body?: unknown, contentType?: string): { status: number; body: string };
}

const images = [
  { repository: 'nginx', tags: ['latest'], behaviour: 'nginx' },
  { repository: 'busybox', tags: ['latest'], behaviour: 'busybox' },
];

export const keptLab = () => testLab({ images });

export const keepCluster = async (
  path: string,
  options: { speed?: Speed; seed?: number; labproof?: string } = {},
): Promise<KeptCluster> => {
  const { speed = 20, seed = 7, labproof = '0.1.0' } = options;
  const file = new StateFile(path);
  const simulator = createSimulator({ lab: keptLab(), seed: file.header?.seed ?? seed });
  const inputs = new ClusterInputs(simulator, createRestFace(simulator));
  const problems: string[] = [];
  const state = new ClusterState(file, simulator, { labproof, onProblem: (text) => problems.push(text) });
  try {
    const { inputs: restoredInputs } = await state.restore(inputs, () => false);
    let wallMs = 0;
    // Each look takes a while, so that some backlog is left to the next.
    const pump = new TimePump(simulator, speed, () => (wallMs += 0.02));
    state.start(inputs, seed);
    return {
      simulator,
      inputs,
      state,
      restoredInputs,
      pass(ms) {
        wallMs += ms;
        pump.pump();
      },
      write(method, path, body, contentType = 'application/json') {
        const answer = inputs.answer({
          method,
          path,
          query: new URLSearchParams(),
          headers: { 'content-type': contentType, authorization: 'Bearer secret', 'user-agent': 'tester/1' },
          body: body === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(body)),
        });
        return { status: answer.status, body: 'body' in answer ? String(answer.body) : '' };
      },
    };
  } catch (error) {
    state.close();
    throw error;
  }
};

/** Everything there is, as JSON. */
export const allObjects = ({ served, api, nowMs }: Simulator): string => {
  const names = new Set<string>();
  for (const key of served.resources()) {
    const found = served.find(key);
    if (found.ok && found.value.resource.definition.isAggregated !== true)
      names.add(found.value.resource.name);
  }
  const lists = [...names].sort().map((name) => {
    const listed = api.list(name as Parameters<typeof api.list>[0]);
    return `${name} ${listed.ok ? JSON.stringify(listed.value.items) : ''}`;
  });
  return `${nowMs()} ${api.lastResourceVersion()}\n${lists.join('\n')}`;
};

/** A client of a session that keeps what it hears. */
export const sessionClient = () => {
  let [type, end, leave] = [(_data: Buffer): void => undefined, (): void => undefined, (): void => undefined];
  const heard = { text: '', isOver: false };
  const streams: RemoteStreams = {
    out: (text) => (heard.text += text),
    err: (text) => (heard.text += text),
    onInput(onData, onEnd) {
      type = onData;
      end = onEnd;
    },
    onClose(onGone) {
      leave = onGone;
    },
    finish: () => (heard.isOver = true),
  };
  return {
    streams,
    heard,
    type: (text: string) => type(Buffer.from(text)),
    end: () => end(),
    leave: () => leave(),
  };
};
