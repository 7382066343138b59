/** What a simulator behind the protocol can do besides its API, as it said in its hello. */
import type { Capabilities, CapabilityName } from '../backend.ts';
import type { ProtocolClient } from './protocol-client.ts';
import type { Result } from './protocol.ts';

type Ability = Result<'hello'>['can'][number];

const abilityOf: Readonly<Record<CapabilityName, Ability>> = {
  exec: 'exec',
  request: 'request',
  load: 'load',
  fault: 'fault',
  addNode: 'nodes',
  removeNode: 'nodes',
  disruption: 'disruption',
};

/** A command in a container may take so long, of the wall's time. */
const execWithinMs = 600_000;

let loads = 0;

const all = (client: ProtocolClient): Required<Capabilities> => ({
  exec: (target, command, { deadlineMs: _deadlineMs, ...options } = {}) =>
    client.ask('exec', { target, command: [...command], options }, { withinMs: execWithinMs }),
  request: (request) => client.ask('request', request),
  load: async (spec) => {
    const load = ++loads;
    await client.ask('startLoad', { load, ...spec });
    return {
      result: () => client.ask('loadResult', { load, stop: false }),
      stop: () => client.ask('loadResult', { load, stop: true }),
    };
  },
  fault: async (fault) => void (await client.ask('fault', fault)),
  addNode: async (name) => void (await client.ask('addNode', { name })),
  removeNode: async (name) => void (await client.ask('removeNode', { name })),
  disruption: true,
});

export interface ProcessCapabilities {
  can: Capabilities;
  missing(capability: CapabilityName): string;
}

export const processCapabilities = (
  client: ProtocolClient,
  { can, missing, name }: Result<'hello'>,
): ProcessCapabilities => ({
  can: Object.fromEntries(
    Object.entries(all(client)).filter(([capability]) =>
      can.includes(abilityOf[capability as CapabilityName]),
    ),
  ),
  missing: (capability) =>
    missing?.[abilityOf[capability]] ?? `${name} cannot do this: ${abilityOf[capability]}`,
});
