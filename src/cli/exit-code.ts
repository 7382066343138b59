/** The exit codes of labproof, as published in docs/exit-codes.md. */

export const exitCodes = {
  passed: 0,
  failed: 1,
  interrupted: 2,
  usage: 4,
  nothingSelected: 5,
  invalid: 6,
  unreachable: 7,
  defect: 70,
} as const;

/** What each code means, in the order of the codes. */
export const exitCodeMeanings: readonly (readonly [code: number, meaning: string])[] = [
  [exitCodes.passed, 'Every scenario that was selected passed (or was skipped or partial, with its reason).'],
  [exitCodes.failed, 'A scenario failed; or, for `prove`, an expectation never failed.'],
  [exitCodes.interrupted, 'Interrupted (Ctrl-C, SIGTERM). The reports hold what ran.'],
  [exitCodes.usage, 'The command line is wrong: an unknown command, flag or value.'],
  [
    exitCodes.nothingSelected,
    'Nothing was selected: no scenario file, or none that the filters let through.',
  ],
  [exitCodes.invalid, 'A scenario, lab or config file is invalid. Nothing was run.'],
  [
    exitCodes.unreachable,
    'The backend cannot be reached, or broke while a scenario was played: that scenario is errored; the others are played and reported all the same, and this code comes before 1.',
  ],
  [exitCodes.defect, 'A defect of labproof. Please report it.'],
];
