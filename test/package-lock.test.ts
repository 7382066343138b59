/** The lock file names every package that `npm ci` asks for, those of other platforms included. */
import { expect } from 'chai';
import { readFileSync } from 'node:fs';

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

describe('package-lock.json', () => {
  it('has an entry for every dependency and every optional one', () => {
    const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
      packages: Record<string, LockedPackage>;
    };
    const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
      Object.keys({ ...entry.dependencies, ...entry.optionalDependencies }).filter(
        (name) => !isLocked(lock.packages, path, name),
      ),
    );
    expect(Object.keys(lock.packages).length).to.be.greaterThan(100);
    expect(missing).to.deep.equal([]);
  });
});

/** Whether a package is found from a path, as Node looks for it: in its own node_modules, then in those above. */
function isLocked(packages: Record<string, LockedPackage>, path: string, name: string): boolean {
  if (packages[`${path === '' ? '' : `${path}/`}node_modules/${name}`] !== undefined) return true;
  if (path === '') return false;
  const above = path.lastIndexOf('/node_modules/');
  return isLocked(packages, above < 0 ? '' : path.slice(0, above), name);
}
