/** The Python client: typed and dynamic objects, a watch, sessions. */
import { join } from 'node:path';
import { expect } from 'chai';
import { needTool, run, startClientCluster, type ClientCluster } from './client-tools.ts';

const script = join(import.meta.dirname, '../../../tools/clients/python/procedures.py');

const procedures: Readonly<Record<string, readonly string[]>> = {
  objects: [
    'created again: 409 Conflict',
    'bad name: 422 Unprocessable Entity',
    'nothing: 404 Not Found',
    'stale replace: 409 Conflict',
    "patched: {'b': '2'}",
    'left: 0',
  ],
  follow: ["ADDED {'a': '1'}", "MODIFIED {'a': '2'}", "DELETED {'a': '2'}"],
  sessions: ['exec: out err 0', 'forwarded: HTTP/1.1 200 OK', 'logs: True'],
  dynamic: ['ready: 1', 'applied: 2'],
};

for (const version of ['1.20', '1.36']) {
  describe(`Python's client against the served cluster, ${version}`, function () {
    this.timeout(90_000);
    let python: string;
    let cluster: ClientCluster | undefined;
    before(async function () {
      python = needTool(this, 'python/bin/python');
      cluster = await startClientCluster(version);
    });
    after(() => cluster?.close());

    for (const [name, lines] of Object.entries(procedures)) {
      it(name, async () => {
        const { code, out, err } = await run(python, [script, cluster!.kubeconfigFile, name]);
        expect(out.trim().split('\n'), err).to.deep.equal(lines);
        expect(code).to.equal(0);
      });
    }
  });
}
