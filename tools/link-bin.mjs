/** Puts `labproof` into node_modules/.bin, so that `npx labproof` finds the one built here (npm links only the bins of dependencies). */
import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';

if (process.platform !== 'win32') {
  const link = 'node_modules/.bin/labproof';
  chmodSync('dist/cli/main.js', 0o755);
  mkdirSync('node_modules/.bin', { recursive: true });
  rmSync(link, { force: true });
  symlinkSync('../../dist/cli/main.js', link);
}
