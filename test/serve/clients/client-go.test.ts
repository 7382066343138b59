/** Kubernetes' own client library in Go: informers, leader election, paging, sessions. */
import { expect } from 'chai';
import { needTool, run, startClientCluster, type ClientCluster } from './client-tools.ts';

const objects = [
  'created again: exists true',
  'bad name: invalid true',
  'nothing: not found true',
  'stale update: conflict true',
  'patched: map[json:yes merge:yes strategic:yes]',
  'dry run left nothing: true',
  'delete of another uid: conflict true',
  'left: 0',
];

const procedures: Readonly<Record<string, readonly string[]>> = {
  objects,
  protobuf: objects,
  pages: ['25 objects in 3 pages'],
  informer: ['ready: 3 pods in the cache', 'added 3, deleted 3, backwards 0'],
  elect: ['first leads', 'first stopped', 'second leads', 'held by second, 1 transitions'],
  dynamic: ['apps Deployment is apps/v1, Resource=deployments', 'secret data: Yg==', 'metadata of hidden'],
  sessions: [
    'spdy: 69632 bytes through cat',
    'either: 69632 bytes through cat',
    'forwarded: HTTP/1.1 200 OK',
    'logs: true',
  ],
  apply: ['conflict true', 'forced to second', 'managed by second: {"f:data":{"f:key":{}}}'],
};

for (const version of ['1.20', '1.28', '1.36']) {
  describe(`client-go against the served cluster, ${version}`, function () {
    this.timeout(90_000);
    let tool: string;
    let cluster: ClientCluster | undefined;
    before(async function () {
      tool = needTool(this, 'client-go');
      cluster = await startClientCluster(version);
    });
    after(() => cluster?.close());

    for (const [name, lines] of Object.entries(procedures)) {
      it(name, async () => {
        const { code, out, err } = await run(tool, [cluster!.kubeconfigFile, name]);
        // The order in which a map of two is walked through is Go's.
        const said = out.trim().split('\n');
        expect(name === 'sessions' ? said.sort() : said, err).to.deep.equal(
          name === 'sessions' ? [...lines].sort() : lines,
        );
        expect(code).to.equal(0);
      });
    }
  });
}
