/** The built modules of dist/, typed as their sources: what is measured is what is shipped, not what tsx makes of it. */
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export const root = resolve(import.meta.dirname, '..');

const built = async <T>(module: string): Promise<T> =>
  (await import(pathToFileURL(join(root, 'dist', module)).href)) as T;

export const builtBackends = (): Promise<typeof import('../src/backends/index.ts')> =>
  built('backends/index.js');
export const builtExpect = (): Promise<typeof import('../src/expect/index.ts')> => built('expect/index.js');
export const builtRunner = (): Promise<typeof import('../src/runner/index.ts')> => built('runner/index.js');
