/** The toy simulator with a fault: what its first argument says happens at a request that has a certain text in it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers';

// {at: text in a request, do: what then happens}, or {put: value, in: "list.items.0.spec"}: in the answers of that method ("watch": in
// what watches tell), at that path; a put without value takes the field away.
const fault = JSON.parse(process.argv[2]);
const toy = spawn(process.execPath, [
  join(import.meta.dirname, '../../../docs/examples/toy/toy-simulator.mjs'),
]);
const methods = new Map();

const deeds = {
  dies: () => {
    process.stderr.write('first line\npanic: the store is gone');
    setTimeout(() => process.exit(3), 20);
  },
  isKilled: () => process.kill(process.pid, 'SIGKILL'),
  'falls silent': () => process.stderr.write('thinking hard\n'),
  babbles: () => process.stdout.write('Server listening on port 8080\n'),
  'sends a list': () => process.stdout.write('[1, 2]\n'),
  'stops in a line': () => process.stdout.write('{"id": 4, "resu', () => process.exit(0)),
  refuses: (id) => process.stdout.write(`${JSON.stringify({ id, error: { message: 'not today' } })}\n`),
};

const put = (object, [key, ...rest]) => {
  if (typeof object !== 'object' || object === null) return;
  if (rest.length > 0) put(object[key], rest);
  else if (fault.put === undefined) Reflect.deleteProperty(object, key);
  else object[key] = fault.put;
};

createInterface({ input: toy.stdout }).on('line', (line) => {
  const message = JSON.parse(line);
  const [about, ...path] = (fault.in ?? '').split('.');
  if (message.watch !== undefined && about === 'watch') put(message, path);
  if (message.id !== undefined && about === methods.get(message.id)) put(message.result, path);
  process.stdout.write(`${JSON.stringify(message)}\n`);
});
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const { id, method } = JSON.parse(line);
    methods.set(id, method);
    if (fault.at !== undefined && line.includes(fault.at)) deeds[fault.do](id);
    else toy.stdin.write(`${line}\n`);
  })
  .on('close', () => toy.stdin.end());
