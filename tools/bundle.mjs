/** Bundles the executable: nine hundred small modules load in a few, so that a cold start is spent on the lab. */
import { chmodSync } from 'node:fs';
import { build } from 'esbuild';

await build({
  entryPoints: ['src/cli/main.ts'],
  outdir: 'dist/cli',
  bundle: true,
  splitting: true,
  chunkNames: 'chunk-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
});

// npm makes a bin executable when it links it, not when it is built again.
chmodSync('dist/cli/main.js', 0o755);
