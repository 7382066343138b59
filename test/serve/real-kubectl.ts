/** A real kubectl against a served cluster, with a kubeconfig and a cache of the test's own folder. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';

export interface Ran {
  code: number;
  out: string;
  err: string;
}

/** `folder` holds `kubeconfig`. What it answers runs one line of arguments, to its end. */
export const realKubectl =
  (binary: string | undefined, folder: string) =>
  (...args: string[]): Promise<Ran> =>
    new Promise((resolve) => {
      execFile(
        binary!,
        [`--kubeconfig=${join(folder, 'kubeconfig')}`, `--cache-dir=${join(folder, 'cache')}`, ...args],
        { timeout: 30_000 },
        (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err }),
      );
    });
