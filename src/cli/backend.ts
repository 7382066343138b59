/** `labproof backend`: the built-in simulator as a backend of the protocol, on standard input and output. */
import { createInterface } from 'node:readline';
import { BackendSession, createSimulatorBackend } from '../backends/index.ts';
import type { SimulatorBackend } from '../backends/index.ts';
import { parseKubernetesVersion } from '../kube/index.ts';
import { defineCommand } from './define-command.ts';
import { exitCodes } from './exit-code.ts';

export const backend = defineCommand({
  name: 'backend',
  summary:
    'Serve the built-in simulator over the backend protocol, on standard input and output (see docs/backend-protocol.md).',
  examples: ['labproof run --backend "process:labproof backend"'],
  run: async (_args, _flags, terminal) => {
    const session = new BackendSession(
      {
        name: 'labproof',
        can: ['exec', 'request', 'load', 'fault', 'nodes', 'disruption'],
        open: ({ lab, seed, kubernetes }) =>
          Promise.resolve(
            createSimulatorBackend({
              lab,
              seed,
              version: parseKubernetesVersion(kubernetes) === undefined ? lab.kubernetes : kubernetes,
            }),
          ),
        onChange: (opened, listener) => (opened as SimulatorBackend).onChange(listener),
      },
      (message) => terminal.out(`${JSON.stringify(message)}\n`),
    );
    for await (const line of createInterface({ input: process.stdin })) await session.take(line);
    return exitCodes.passed;
  },
});
