/** The step `create`: objects written in the scenario or in files. */
import { manifestField, manifestFiles, manifestTitle } from '../manifest-argument.ts';
import type { Manifest } from '../manifest-argument.ts';
import { runOverManifests } from '../manifest-texts.ts';
import { defineStep } from '../define-step.ts';
import type { StepKind } from '../define-step.ts';

export const create: StepKind<'create', Manifest[]> = defineStep<'create', Manifest[]>({
  kind: 'create',
  summary: 'Creates objects.',
  argument: manifestField({
    summary: 'Creates objects. A manifest file, an object, or a list of these.',
    examples: ['echo-hname.yaml'],
  }),
  examples: [
    {
      title: 'Create an object written here',
      yaml: 'create:\n  apiVersion: v1\n  kind: Namespace\n  metadata: {name: blue}\nexpect:\n  - namespace/blue: {status: {phase: Active}}',
    },
  ],
  title: (manifests) => `create ${manifestTitle(manifests)}`,
  files: manifestFiles,
  run: (manifests, context) => runOverManifests('create', manifests, context),
});
