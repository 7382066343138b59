/** A simulator that says hello and then does what its first argument says, to see what labproof makes of it. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setInterval } from 'node:timers';

const [manner, at = 'open'] = process.argv.slice(2);
const send = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
const hello = { protocol: manner === 'stranger' ? 99 : 1, name: 'bad', clock: 'wall', can: [] };

const manners = {
  dies: () => {
    process.stderr.write('first line\nsegmentation fault\n');
    process.exit(3);
  },
  babbles: () => process.stdout.write('Server listening on port 8080\n'),
  silent: () => process.stderr.write('thinking hard\n'),
  deaf: () => {
    process.on('SIGTERM', () => undefined);
    setInterval(() => undefined, 1000);
  },
  misfit: (id) => send({ id, result: { version: 'v1.20.2' } }),
  unasked: () => send({ id: 4711, result: {} }),
  shapeless: () => send({ hello: 'world' }),
  parent: (id) => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'inherit' });
    send({ id, result: { kubernetes: `v1.20.${child.pid}` } });
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method } = JSON.parse(line);
  if (method === at) manners[manner]?.(id);
  else send({ id, result: method === 'hello' ? hello : method === 'open' ? { kubernetes: 'v1.20.2' } : {} });
}
if (manner === 'deaf') await new Promise(() => undefined);
