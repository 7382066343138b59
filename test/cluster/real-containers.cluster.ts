/** A scenario of the notes on real containers: the process that is killed is one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RunRecord } from '../../src/runner/index.ts';
import {
  docker,
  kubectl,
  labproof,
  onCluster,
  readJson,
  startRealReferee,
  stopReferee,
  whyNoContainers,
} from './referee.ts';

/** What of nginx the note looks at, made of the busybox that the referee has: nothing can be pulled. */
const nginx = `FROM busybox:1.35
RUN printf '#!/bin/sh\\nexec sh "$@"\\n' >/bin/bash && chmod +x /bin/bash && mkdir -p /run /www && echo '<title>Welcome to nginx!</title>' >/www/index.html
CMD ["sh", "-c", "echo $$ >/run/nginx.pid; trap 'exit 0' TERM; httpd -f -p 80 -h /www & wait"]
`;

describe('real containers', function () {
  this.timeout(900_000);
  // Deadlines are the wall's here: on a machine that is overrun one may pass once.
  this.retries(1);
  const reason = whyNoContainers();
  if (reason !== undefined) {
    it(`are skipped: ${reason}`, function () {
      console.log(`real containers are skipped: ${reason}`);
      this.skip();
    });
    return;
  }
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'labproof-real-'));
    await startRealReferee();
    docker(['build', '--quiet', '--network', 'none', '--tag', 'labproof-nginx:1', '-'], nginx);
  });
  after(() => {
    stopReferee();
    rmSync(folder, { recursive: true, force: true });
  });

  it('come back in the same pod when process 1 is killed', async () => {
    const [config, file] = [join(folder, 'labproof.config.yaml'), join(folder, 'run.json')];
    writeFileSync(config, "images: {'nginx:latest': 'labproof-nginx:1'}\n");
    const { code, stdout } = await labproof([
      'run',
      '--backend',
      'cluster',
      ...onCluster,
      '--config',
      config,
      'scenarios/infra-kubernetes/3.2.6-self-healing.yaml',
      '--reporter',
      'terminal',
      '--reporter',
      `json=${file}`,
    ]);
    expect(code, stdout).to.equal(0);
    const [scenario] = readJson<RunRecord>(file).scenarios;
    const steps = scenario!.steps.map(({ name, result }) => `${name}: ${result}`);
    expect(steps.filter((step) => !step.endsWith(': passed'))).to.deep.equal([]);
    expect(kubectl('get', 'namespaces', '-o', 'name')).not.to.contain('labproof');
  });
});
