/** The objects that a rollout command's line names. */
import { fileFlags, queryOfFiles } from '../changes/index.ts';
import type { FlagDefinitions } from '../flags.ts';
import { KubectlError } from '../kubectl-error.ts';
import type { ResourceQuery } from '../resources/index.ts';

export const rolloutFlags = {
  ...fileFlags,
  selector: { type: 'string', short: 'l', summary: 'From 1.24 on' },
} as const satisfies FlagDefinitions;

/** The flags of the commands that change a rollout: pause, resume, restart. */
export const rolloutChangeFlags = {
  ...rolloutFlags,
  output: { type: 'string', short: 'o' },
  template: { type: 'string' },
  'allow-missing-template-keys': { type: 'bool', default: true },
  'field-manager': { type: 'string', default: 'kubectl-rollout' },
} as const satisfies FlagDefinitions;

interface RolloutLine {
  args: string[];
  flags: { filename: string[]; kustomize: string; recursive: boolean; selector: string };
}

/** @throws KubectlError when the line names nothing */
export const rolloutQuery = ({ args, flags }: RolloutLine): ResourceQuery => {
  if (args.length === 0 && flags.filename.length === 0 && flags.kustomize === '')
    throw new KubectlError('required resource not specified');
  return { args, ...queryOfFiles(flags), labelSelector: flags.selector, isTypeEnough: true };
};
