/** What the simulated lab can do besides its API. */
import { BackendError } from '../../core/index.ts';
import { ApiError, type Answer } from '../../kube/index.ts';
import type { Simulator } from '../../simulator/index.ts';
import { endlessCommand } from '../endless-command.ts';
import type { Capabilities, ExecResult } from '../backend.ts';

/** A command may take so long, in virtual time. */
const execLimitMs = 3_600_000;

const refuse = (code: string, why: string | undefined): Promise<void> =>
  why === undefined ? Promise.resolve() : Promise.reject(new BackendError(code, why));

const exec =
  ({ site, waitUntil, nowMs }: Simulator): NonNullable<Capabilities['exec']> =>
  (target, command, { deadlineMs, ...options } = {}) => {
    let answer: Answer<ExecResult> | undefined;
    site.exec(target, command, options, (end) => {
      answer = end;
    });
    waitUntil(() => answer !== undefined, deadlineMs ?? nowMs() + execLimitMs);
    if (answer === undefined) return Promise.reject(endlessCommand(command));
    return answer.ok ? Promise.resolve(answer.value) : Promise.reject(new ApiError(answer.status));
  };

export const capabilitiesOf = (simulator: Simulator): Capabilities => {
  const { site } = simulator;
  return {
    exec: exec(simulator),
    request: (request) => Promise.resolve(site.request(request)),
    load: (load) => Promise.resolve(site.startLoad(load)),
    fault: (fault) => refuse('fault-impossible', site.fault(fault)),
    addNode: (name) => refuse('node-unknown', site.addNode(name)),
    removeNode: (name) => refuse('node-unknown', site.removeNode(name)),
    disruption: true,
  };
};
