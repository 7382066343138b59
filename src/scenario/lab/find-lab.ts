/** Finds the lab file of a scenario: the one it names, or the nearest up the tree. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LabproofError } from '../../core/index.ts';
import type { Scenario } from '../scenario.ts';

const foldersUp = (start: string): string[] => {
  const folders: string[] = [];
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    folders.push(folder);
    if (dirname(folder) === folder) return folders;
  }
};

/** The names a lab file may have in a folder. */
const candidates = (name: string | undefined): string[] =>
  name === undefined
    ? ['lab.yaml', 'lab.yml']
    : [`${name}.lab.yaml`, `labs/${name}.yaml`, `labs/${name}.lab.yaml`];

const isPath = (name: string): boolean => name.includes('/') || /\.ya?ml$/.test(name);

/**
 * The absolute path of the lab file: `lab` is a file (relative to the scenario), or a name looked for as NAME.lab.yaml or
 * labs/NAME.yaml in the scenario's folder and up; without it the nearest lab.yaml is taken.
 * @throws LabproofError no-lab
 */
export const findLab = ({ file, lab, position }: Pick<Scenario, 'file' | 'lab' | 'position'>): string => {
  const folder = dirname(file);
  const where = lab?.position ?? position;
  if (lab !== undefined && isPath(lab.name)) {
    const path = resolve(folder, lab.name);
    if (existsSync(path)) return path;
    throw new LabproofError('no-lab', `the lab file ${lab.name} does not exist`, { position: where });
  }
  const names = candidates(lab?.name);
  for (const above of foldersUp(folder)) {
    for (const name of names) {
      const path = join(above, name);
      if (existsSync(path)) return path;
    }
  }
  const message =
    lab === undefined
      ? 'there is no lab.yaml in the folder of the scenario or above'
      : `there is no lab "${lab.name}"`;
  throw new LabproofError('no-lab', message, {
    position: where,
    hint: `looked for ${names.join(', ')} from ${folder} upwards`,
  });
};
