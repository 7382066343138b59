/** A folder for the files of one test, with a lab of two machines; gone when the test is over. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const lab = `apiVersion: labproof.dev/v1alpha1
kind: Lab
metadata: {name: small}
spec:
  kubernetes: "1.20.2"
  nodes:
    - {name: master, role: master, address: 10.0.0.1, cpu: "2", memory: 2Gi}
    - {name: worker, role: worker, address: 10.0.0.2, cpu: "2", memory: 2Gi}
`;

/** A scenario of one step. */
export const scenario = (name: string, step: string): string => `apiVersion: labproof.dev/v1alpha1
kind: Scenario
metadata: {name: ${name}}
spec:
  steps:
    - ${step.replaceAll('\n', '\n      ')}
`;

export const passing = scenario(
  'passing',
  'kubectl: create namespace shop\nexpect: [{namespace/shop: {status: {phase: Active}}}]',
);
export const failing = scenario(
  'failing',
  'kubectl: create namespace shop\nexpect: [{namespace/shop: {status: {phase: Closed}}}]',
);

/** Writes the files (and lab.yaml) and calls `use` with the folder. */
export const withFolder = async (
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<void>,
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'labproof-'));
  try {
    for (const [name, text] of Object.entries({ 'lab.yaml': lab, ...files })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
