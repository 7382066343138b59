/** Real clients, as tools/clients/install.sh leaves them; a test whose client is not there is skipped and says so. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from 'mocha';
import type { ServedCluster, Speed } from '../../../src/serve/index.ts';
import { startCluster } from '../served-cluster.ts';

const folder = process.env['LABPROOF_CLIENTS'] ?? join(homedir(), '.cache/labproof/clients');

/** The program's path; undefined, and said, when it is not installed. */
export const clientTool = (name: string): string | undefined => {
  const file = join(folder, name);
  return existsSync(file) ? file : undefined;
};

/** Skips the suite when the program is not there. */
export const needTool = (suite: Context, name: string): string => {
  const file = clientTool(name);
  if (file !== undefined) return file;
  console.log(`      skipped: there is no ${name} in ${folder} (tools/clients/install.sh puts it there)`);
  return suite.skip();
};

export interface Ran {
  code: number;
  out: string;
  err: string;
}

export const run = (file: string, args: readonly string[], input = ''): Promise<Ran> =>
  new Promise((resolve) => {
    const child = execFile(file, args, { timeout: 60_000 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err });
    });
    child.stdin?.end(input);
  });

export interface ClientCluster extends ServedCluster {
  /** A folder of its own, that goes with the cluster. */
  folder: string;
  kubeconfigFile: string;
}

/** A served cluster whose kubeconfig stands in a file. */
export const startClientCluster = async (version: string, speed: Speed = 50): Promise<ClientCluster> => {
  const cluster = await startCluster(version, speed);
  const own = mkdtempSync(join(tmpdir(), 'labproof-client-'));
  const kubeconfigFile = join(own, 'kubeconfig');
  writeFileSync(kubeconfigFile, cluster.kubeconfig);
  return {
    ...cluster,
    folder: own,
    kubeconfigFile,
    async close() {
      await cluster.close();
      rmSync(own, { recursive: true, force: true });
    },
  };
};
