/** Where a path that an author writes really lies: below the scenario's folder, or below a folder the lab mounts. */
import { dirname, posix, resolve, sep } from 'node:path';
import type { Lab } from '../../simulator/index.ts';

/** The real path; undefined when the path leads outside the scenario's folder and every mount. */
export const workstationPath = (
  path: string,
  scenarioFile: string,
  workstation: Lab['workstation'],
): string | undefined => {
  if (!path.startsWith('/') && !path.startsWith('~')) {
    const folder = resolve(dirname(scenarioFile));
    const real = resolve(folder, path);
    return real === folder || real.startsWith(folder + sep) ? real : undefined;
  }
  if (workstation === undefined) return undefined;
  const { home, files } = workstation;
  const absolute = (text: string): string =>
    posix.resolve(home, text === '~' || text.startsWith('~/') ? home + text.slice(1) : text);
  const wanted = absolute(path);
  const mounts = Object.entries(files)
    .map(([at, real]) => [absolute(at), real] as const)
    .sort(([a], [b]) => b.length - a.length);
  for (const [at, real] of mounts) {
    if (wanted === at) return real;
    if (wanted.startsWith(`${at}/`)) return resolve(real, wanted.slice(at.length + 1));
  }
  return undefined;
};
