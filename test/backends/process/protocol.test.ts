/** The protocol's schema: it stands in schemas/ as it is defined, and a real session is as it says, on both sides. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { BackendSession, createSimulatorBackend, protocolSchema } from '../../../src/backends/index.ts';
import { loadLab } from '../../../src/scenario/index.ts';

const { lab } = await loadLab(resolve('docs/examples/toy/lab.yaml'));

const pods = { group: '', version: 'v1', name: 'pods' };
const spec = { containers: [{ name: 'web', image: 'nginx' }] };
const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec };
const startMs = Date.parse(lab!.startTime);

/** Requests that both sides know, and some that are refused. */
const requests: readonly [method: string, params: unknown][] = [
  ['hello', { protocol: 1, labproof: '0.0.0' }],
  ['open', { lab, seed: 1, kubernetes: '1.20.2' }],
  ['resources', {}],
  ['watch', { watch: 7, resource: pods, options: {} }],
  ['create', { resource: pods, namespace: 'default', object: pod }],
  ['create', { resource: pods, namespace: 'default', object: pod }],
  ['advance', { untilMs: startMs + 60_000, untilChange: true }],
  ['advance', { untilMs: startMs + 60_000, untilChange: false }],
  ['list', { resource: pods, options: { namespace: 'default' } }],
  ['get', { resource: pods, namespace: 'default', name: 'web' }],
  ['get', { resource: pods, namespace: 'default', name: 'none' }],
  ['delete', { resource: pods, namespace: 'default', name: 'web' }],
  ['unwatch', { watch: 7 }],
  ['close', {}],
];
const lines = requests.map(([method, params], id) => JSON.stringify({ id, method, params }));

const ofToy = async (): Promise<string[]> => {
  const child = spawn(process.execPath, [resolve('docs/examples/toy/toy-simulator.mjs')]);
  child.stdin.end(`${lines.join('\n')}\n`);
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) said.push(line);
  return said;
};

const ofOwn = async (): Promise<string[]> => {
  const said: string[] = [];
  const session = new BackendSession(
    {
      name: 'own',
      can: [],
      open: ({ lab: asked, seed }) => Promise.resolve(createSimulatorBackend({ lab: asked, seed })),
      onChange: () => undefined,
    },
    (message) => said.push(JSON.stringify(message)),
  );
  for (const line of lines) await session.take(line);
  return said;
};

describe('backend protocol', () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false });
  ajv.addSchema(protocolSchema(), 'protocol');

  it('has its schema in schemas/ (npm run generate)', () => {
    expect(JSON.parse(readFileSync('schemas/backend-protocol.schema.json', 'utf8'))).to.deep.equal(
      JSON.parse(JSON.stringify(protocolSchema())),
    );
  });

  for (const [name, play] of [
    ['the toy', ofToy],
    ['our own simulator', ofOwn],
  ] as const) {
    it(`is what ${name} speaks`, async () => {
      const fromLabproof = ajv.compile({ $ref: 'protocol#/$defs/fromLabproof' });
      for (const line of lines) expect(fromLabproof(JSON.parse(line)), line).to.equal(true);
      const fromSimulator = ajv.compile({ $ref: 'protocol#/$defs/fromSimulator' });
      const said = (await play()).map((line) => JSON.parse(line) as Record<string, unknown>);
      for (const message of said) {
        expect(fromSimulator(message), JSON.stringify([message, fromSimulator.errors])).to.equal(true);
        if (message['result'] === undefined) continue;
        const [method] = requests[message['id'] as number]!;
        const fits = ajv.compile({ $ref: `protocol#/$defs/result.${method}` });
        expect(fits(message['result']), `${method}: ${JSON.stringify(fits.errors)}`).to.equal(true);
      }
      expect(said.filter(({ id }) => id !== undefined)).to.have.length(requests.length);
      const refused = said.filter(({ error }) => error !== undefined);
      expect(
        refused.map(({ error }) => (error as { status: { reason: string } }).status.reason),
      ).to.deep.equal(['AlreadyExists', 'NotFound']);
      const seen = said.filter(({ watch }) => watch === 7).map(({ type }) => type);
      expect(seen.slice(0, 2)).to.deep.equal(['ADDED', 'MODIFIED']);
    });
  }

  it('refuses what is no request, and says why', async () => {
    const said: string[] = [];
    const session = new BackendSession(
      { name: 'own', can: [], open: () => Promise.reject(new Error()), onChange: () => undefined },
      (message) => said.push(JSON.stringify(message)),
    );
    await session.take('{"id":1,"method":"dance","params":{}}');
    await session.take('{"id":2,"method":"get","params":{"name":"web"}}');
    await session.take('{"id":3,"method":"resources","params":{}}');
    expect(said.join('\n'))
      .to.contain('there is no method \\"dance\\"')
      .and.to.contain('the parameters of \\"get\\": it must have required property \'resource\'')
      .and.to.contain('no cluster is open');
  });
});
