/** Loads scenario files: YAML to typed scenarios with positions, and everything that is wrong with them. */
import type { LabproofError } from '../core/index.ts';
import { entryOf, Problems } from '../document/index.ts';
import type { SourceNode } from '../document/index.ts';
import { definedResources } from './defined-resources.ts';
import { checkCaptures } from './checks/check-captures.ts';
import { checkExpectations } from './checks/check-expectations.ts';
import { checkLines } from './checks/check-lines.ts';
import { checkLoads } from './checks/check-loads.ts';
import { checkMachines } from './checks/check-machines.ts';
import { checkManifests } from './checks/check-manifests.ts';
import { readEnvelope } from './envelope.ts';
import { Includer } from './include.ts';
import { readScenario } from './scenario.ts';
import type { Scenario, StepListReader } from './scenario.ts';
import { LabShelf } from './lab/lab-shelf.ts';
import { SourceFiles } from './source-files.ts';
import { readStep } from './step.ts';

export interface LoadedScenarios {
  /** Every scenario that could be read, in the order of files and documents; also those with problems in some step. */
  scenarios: readonly Scenario[];
  /** Everything wrong, in the order of the files. Empty: all are good. */
  problems: readonly LabproofError[];
  /** The text of every file read, by its path as in positions. */
  sources: ReadonlyMap<string, string>;
}

const stepLists = ['setup', 'steps', 'cleanup'] as const;

const capturesWritten = (step: SourceNode): number => {
  const captures = entryOf(step, 'capture')?.value;
  return captures?.kind === 'map' ? captures.entries.length : 0;
};

const labNamed = (spec: SourceNode | undefined): Pick<Scenario, 'lab'> => {
  const lab = entryOf(spec, 'lab')?.value;
  return lab?.kind === 'scalar' && typeof lab.value === 'string'
    ? { lab: { name: lab.value, position: lab.position } }
    : {};
};

/**
 * Reads one document; `isWhole`: no step or capture of it is lost.
 */
const loadDocument = async (
  node: SourceNode,
  file: string,
  files: SourceFiles,
  labs: LabShelf,
  problems: Problems,
): Promise<{ scenario: Scenario | undefined; isWhole: boolean }> => {
  const root = readEnvelope(node, ['Scenario'], problems);
  if (root === undefined) return { scenario: undefined, isWhole: false };
  const spec = entryOf(root, 'spec')?.value;
  const includer = new Includer(files, problems);
  const expanded = new Map<SourceNode | undefined, readonly SourceNode[]>();
  for (const key of stepLists) {
    const value = entryOf(spec, key)?.value;
    if (value !== undefined) expanded.set(value, includer.expand(value, file));
  }
  const steps = [...expanded.values()].flat();
  const lab = await labs.labOf({ file, position: root.position, ...labNamed(spec) });
  problems.defined = new Set(steps.flatMap((step) => definedResources(step, file, files, lab?.workstation)));
  let isWhole = true;
  const readSteps: StepListReader = (list, role) =>
    (expanded.get(list) ?? []).flatMap((source) => {
      const step = readStep(source, role, problems);
      if (step === undefined || step.capture.length !== capturesWritten(source)) isWhole = false;
      return step === undefined ? [] : [step];
    });
  return { scenario: readScenario(root, file, readSteps, problems), isWhole };
};

/** A mistake in a file that several scenarios include is told of once. */
const withoutTwins = (problems: readonly LabproofError[]): LabproofError[] => {
  const seen = new Set<string>();
  return problems.filter(({ code, message, position }) => {
    const key = `${code} ${position?.file}:${position?.line}:${position?.column} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
};

const inOrder = (paths: readonly string[], problems: readonly LabproofError[]): LabproofError[] => {
  const rank = new Map(paths.map((path, index) => [path, index]));
  const key = ({ position }: LabproofError): [number, string, number, number] => [
    rank.get(position?.file ?? '') ?? paths.length,
    position?.file ?? '',
    position?.line ?? 0,
    position?.column ?? 0,
  ];
  return [...problems].sort((left, right) => {
    const [a, b] = [key(left), key(right)];
    for (let index = 0; index < a.length; index++) {
      if (a[index]! < b[index]!) return -1;
      if (a[index]! > b[index]!) return 1;
    }
    return 0;
  });
};

/** Loads every scenario of the files. Never rejects for what is wrong with a file: that is in `problems`. */
export const loadScenarioFiles = async (paths: readonly string[]): Promise<LoadedScenarios> => {
  const problems = new Problems();
  const files = new SourceFiles(problems);
  const labs = new LabShelf();
  const scenarios: Scenario[] = [];
  const byName = new Map<string, Scenario>();
  for (const path of new Set(paths)) {
    const documents = files.documents(path, { what: 'scenario file' });
    if (documents?.length === 0)
      problems.add('no-scenario', 'the file holds no scenario', { file: path, line: 1, column: 1 });
    for (const document of documents ?? []) {
      const { scenario, isWhole } = await loadDocument(document, path, files, labs, problems);
      if (scenario === undefined) continue;
      const namesake = byName.get(scenario.name);
      if (namesake !== undefined) {
        const { file, line } = namesake.position;
        problems.add(
          'duplicate-name',
          `another scenario is named "${scenario.name}" too: ${file}:${line}`,
          scenario.position,
          'give one of them another name',
        );
      } else byName.set(scenario.name, scenario);
      scenarios.push(scenario);
      await checkExpectations(scenario, problems);
      // A step that could not be read may bind or start what others use.
      if (isWhole) {
        checkCaptures(scenario, problems);
        checkLoads(scenario, problems);
      }
      await checkLines(scenario, problems);
      const lab = await labs.labOf(scenario);
      checkMachines(scenario, lab, problems);
      checkManifests(scenario, lab, files, problems);
    }
  }
  return { scenarios, problems: inOrder(paths, withoutTwins(problems.list)), sources: files.sources };
};
