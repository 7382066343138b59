/** Guards the house: floors import only downwards, through each folder's index; names and first lines are as agreed. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { expect } from 'chai';

const root = resolve(import.meta.dirname, '..');
const source = join(root, 'src');

/** Folder → floor. A folder imports from lower floors only; folders of one floor do not import each other, save `allowed`. */
const floors: Record<string, number> = {
  core: 0,
  kube: 1,
  simulator: 2,
  backends: 3,
  kubectl: 4,
  document: 4,
  scenario: 5,
  expect: 5,
  runner: 6,
  report: 7,
  notes: 7,
  serve: 7,
  cli: 8,
  mocha: 8,
  chai: 8,
};
const allowedOnOneFloor = new Set(['scenario → expect']);
const forbiddenNames = /^(utils?|helpers?|common|types|misc)$/;

const walk = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)],
  );

const files = walk(source).filter((file) => file.endsWith('.ts'));
const floorFolder = (file: string): string => relative(source, file).split(sep)[0]!;

const importsOf = (text: string): string[] =>
  [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\s[^'";]*?from\s*'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g,
    ),
  ].map((match) => (match[1] ?? match[2] ?? match[3])!);

describe('tidy', () => {
  it('finds the house', () => {
    expect(files.length).to.be.greaterThan(50);
    for (const folder of Object.keys(floors))
      expect(statSync(join(source, folder)).isDirectory(), folder).to.equal(true);
  });

  it('imports only downwards, and other folders only through their index.ts', () => {
    const broken: string[] = [];
    for (const file of files) {
      const from = floorFolder(file);
      for (const target of importsOf(readFileSync(file, 'utf8'))) {
        if (!target.startsWith('.')) continue;
        const imported = resolve(dirname(file), target);
        const to = floorFolder(imported);
        if (to === from || from.endsWith('.ts')) continue;
        const where = `${relative(root, file)} imports ${relative(root, imported)}`;
        if (to === '..' || floors[to] === undefined) broken.push(`${where}: outside the house`);
        else if (floors[to] > floors[from]!) broken.push(`${where}: climbs`);
        else if (floors[to] === floors[from] && !allowedOnOneFloor.has(`${from} → ${to}`))
          broken.push(`${where}: same floor`);
        if (relative(join(source, to), imported) !== 'index.ts')
          broken.push(`${where}: not through ${to}/index.ts`);
      }
    }
    expect(broken).to.deep.equal([]);
  });

  it('starts every file with one sentence of what it is', () => {
    const broken = files
      .filter((file) => !/^(#![^\n]*\n)?\/\*\*\s+\S/.test(readFileSync(file, 'utf8')))
      .map((file) => relative(root, file));
    expect(broken).to.deep.equal([]);
  });

  it('names no file or folder after nothing', () => {
    const broken = files.flatMap((file) =>
      relative(source, file)
        .replace(/\.ts$/, '')
        .split(sep)
        .filter((part) => forbiddenNames.test(part))
        .map(() => relative(root, file)),
    );
    expect(broken).to.deep.equal([]);
  });

  it('writes file names in kebab-case', () => {
    const broken = files
      .map((file) => relative(source, file))
      .filter((file) => !/^[a-z0-9/-]+(\.d)?\.ts$/.test(file.split(sep).join('/')));
    expect(broken).to.deep.equal([]);
  });

  it('keeps the lower floors free of Node, promises, wall clocks and chance', () => {
    const broken = files
      .filter((file) => floors[floorFolder(file)]! <= 2)
      .flatMap((file) =>
        importsOf(readFileSync(file, 'utf8'))
          .filter((target) => target.startsWith('node:'))
          .map((target) => `${relative(root, file)} imports ${target}`),
      );
    expect(broken).to.deep.equal([]);
  });

  it('names no package registry host in a tracked file', () => {
    const hosts = new RegExp(
      ['registry', 'npmjs', 'org'].join('\\.') +
        '|' +
        ['proxy', 'golang', 'org'].join('\\.') +
        '|' +
        ['pypi', 'org'].join('\\.'),
    );
    const tracked = [
      'package.json',
      'package-lock.json',
      '.npmrc',
      'README.md',
      'CHANGELOG.md',
      '.ci/run',
      '.github/workflows/ci.yml',
    ];
    const broken = tracked.filter(
      (file) =>
        statSync(join(root, file), { throwIfNoEntry: false }) &&
        hosts.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(broken).to.deep.equal([]);
  });
});
