/** `labproof prove`: shows that every expectation can fail, and prints those that never did. */
import { createSimulatorBackend } from '../backends/index.ts';
import { painter, shownPath, wrap } from '../report/index.ts';
import { assertValid, isProved, planScenarios, proveScenario, selectScenarios } from '../runner/index.ts';
import type { Proof } from '../runner/index.ts';
import { defineCommand } from './define-command.ts';
import { exitCodes } from './exit-code.ts';
import { readConfig } from './read-config.ts';
import { pathsArgument, selectionFlags, selectionOf } from './selection-flags.ts';
import { wholeNumber } from './whole-number.ts';

const reasonOf = ({ heldBefore }: Proof['assertions'][number]): string =>
  heldBefore
    ? 'it holds before its step is done (mark the step alreadyTrue with a reason, or expect what the step changes)'
    : 'it failed on no mutant of the lab';

export const prove = defineCommand({
  name: 'prove',
  summary: 'Show that every expectation can fail: false before its step, and failing on a mutant of the lab.',
  arguments: [pathsArgument],
  flags: [
    ...selectionFlags,
    {
      flags: '--seed <number>',
      summary: 'the seed of all chance (default: 1)',
      parse: wholeNumber('--seed', 0),
    },
    { flags: '--json', summary: 'as an array of proofs' },
    { flags: '-v, --verbose', summary: 'print the mutant on which each expectation failed' },
    { flags: '-c, --config <file>', summary: 'the configuration file (default: labproof.config.yaml)' },
  ],
  examples: ['labproof prove', 'labproof prove scenarios/infra-kubernetes/3.2.9-drain.yaml --verbose'],
  run: async ([paths], flags, terminal) => {
    const config = await readConfig(flags['config'] as string | undefined, terminal.cwd);
    const { selected, problems } = await selectScenarios(
      selectionOf(paths as string[], flags, terminal.cwd, config.scenarios),
    );
    assertValid(problems);
    const paint = painter(terminal.isColoured);
    const proofs: Proof[] = [];
    for (const planned of await planScenarios(selected)) {
      if (terminal.isInterrupted()) break;
      const proof = await proveScenario(planned, {
        seed: (flags['seed'] as number | undefined) ?? config.seed ?? 1,
        isInterrupted: () => terminal.isInterrupted(),
        open: (one, seed, defect) =>
          Promise.resolve(
            createSimulatorBackend({
              lab: one.lab,
              seed,
              version: one.lab.kubernetes,
              ...(defect === undefined ? {} : { defect }),
            }),
          ),
      });
      proofs.push(proof);
      if (flags['json'] === true) continue;
      const bad = proof.assertions.filter((assertion) => !isProved(assertion));
      const mark = proof.passes && bad.length === 0 ? paint('green', '✓') : paint('red', '✗');
      terminal.out(
        `${mark} ${proof.scenario}: ${proof.assertions.length - bad.length} of ${proof.assertions.length} expectations can fail (${proof.mutants} mutants)\n`,
      );
      if (!proof.passes) terminal.out('  the scenario itself does not pass: run it first\n');
      for (const assertion of flags['verbose'] === true ? proof.assertions : bad) {
        const place = `${shownPath(assertion.position.file)}:${assertion.position.line}`;
        const why = isProved(assertion) ? `fails when ${assertion.failedOn}` : reasonOf(assertion);
        terminal.out(
          `${wrap(`${place} ${assertion.kind} ${assertion.subject}: ${why}`, terminal.columns, '  ', '    ')}\n`,
        );
      }
    }
    const assertions = proofs.flatMap((proof) => proof.assertions);
    const proved = assertions.filter(isProved).length;
    if (flags['json'] === true) terminal.out(`${JSON.stringify(proofs, null, 2)}\n`);
    else
      terminal.out(
        `\n${proved} of ${assertions.length} expectations can fail (${((100 * proved) / Math.max(1, assertions.length)).toFixed(1)} %)\n`,
      );
    if (terminal.isInterrupted()) return exitCodes.interrupted;
    return proved === assertions.length && proofs.every(({ passes }) => passes)
      ? exitCodes.passed
      : exitCodes.failed;
  },
});
