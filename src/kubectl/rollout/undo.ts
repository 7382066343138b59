/** `kubectl rollout undo`: back to an earlier revision. */
import { deepEqual } from '../../kube/index.ts';
import type { KubeObject } from '../../kube/index.ts';
import { dryRunFlag, dryRunOf, lastAppliedAnnotation, withoutField, writeOptions } from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError, asCommandError } from '../kubectl-error.ts';
import { resultPrinter } from '../print-result.ts';
import type { DryRun } from '../print-result.ts';
import { visitResources } from '../resources/index.ts';
import type { ResourceInfo } from '../resources/index.ts';
import { groupKind } from './history.ts';
import { printedTemplate } from './printed-template.ts';
import { revisionsOf } from './revisions.ts';
import type { PodTemplate, Revision } from './revisions.ts';
import { rolloutFlags, rolloutQuery } from './rollout-query.ts';

const hashLabel = 'pod-template-hash';

/** Annotations that a deployment keeps when it is rolled back. */
const keptAnnotations = new Set([
  lastAppliedAnnotation,
  'deployment.kubernetes.io/revision',
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
]);

const notFound = (revision: number): KubectlError =>
  new KubectlError(`unable to find specified revision ${revision} in history`);

/** The revision asked for; 0 means the one before the last. */
const wantedRevision = (object: KubeObject, revisions: readonly Revision[], toRevision: number): Revision => {
  const isDeployment = object.kind === 'Deployment';
  if (toRevision > 0) {
    const found = revisions.find(({ revision }) => revision === toRevision);
    if (found === undefined) throw notFound(toRevision);
    return found;
  }
  const previous = revisions.at(-2);
  if (previous !== undefined) return previous;
  throw new KubectlError(
    isDeployment
      ? `no rollout history found for deployment ${JSON.stringify(object.metadata.name)}`
      : 'no last revision to roll back to',
  );
};

const withoutHash = (template: PodTemplate): PodTemplate => {
  const labels = withoutField(template.metadata?.labels, hashLabel);
  return { ...template, metadata: { ...template.metadata, labels } };
};

const skipped = (revision: number): string =>
  `skipped rollback (current template already matches revision ${revision})`;

/** @source k8s 1.20 kubectl/pkg/polymorphichelpers/rollback.go Rollback */
const rollBack = async (
  { object, resource, namespace, name }: ResourceInfo,
  toRevision: number,
  dryRun: DryRun,
  context: CommandContext,
): Promise<string> => {
  if (toRevision < 0) throw notFound(toRevision);
  const wanted = wantedRevision(object, await revisionsOf(object, context), toRevision);
  if (dryRun === 'client') return printedTemplate(wanted.template, context);
  const { spec, metadata } = object as KubeObject & { spec: { paused?: boolean; template: PodTemplate } };
  const isDeployment = object.kind === 'Deployment';
  if (isDeployment && spec.paused === true) {
    throw new KubectlError(
      `you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume deployment/${name}' and try again`,
    );
  }
  const template = isDeployment ? withoutHash(wanted.template) : wanted.template;
  if (deepEqual(template, isDeployment ? withoutHash(spec.template) : spec.template))
    return skipped(toRevision);
  const annotations = Object.fromEntries([
    ...Object.entries(metadata.annotations ?? {}).filter(([key]) => keptAnnotations.has(key)),
    ...Object.entries(wanted.source.metadata.annotations ?? {}).filter(([key]) => !keptAnnotations.has(key)),
  ]);
  try {
    if (isDeployment) {
      const patch = [
        { op: 'replace', path: '/spec/template', value: template },
        { op: 'replace', path: '/metadata/annotations', value: annotations },
      ];
      await context.api.patch(resource, namespace, name, 'json-patch+json', patch, writeOptions(dryRun));
    } else {
      const options = writeOptions(dryRun);
      await context.api.patch(resource, namespace, name, 'strategic-merge-patch+json', wanted.patch, options);
    }
  } catch (caught) {
    throw new KubectlError(`failed restoring revision ${toRevision}: ${asCommandError(caught).message}`);
  }
  return 'rolled back';
};

const kinds = new Set(['Deployment', 'DaemonSet', 'StatefulSet']);

/** @source k8s 1.20 kubectl/pkg/cmd/rollout/rollout_undo.go */
export const undo = defineCommand({
  name: 'undo',
  summary: 'Undo a previous rollout',
  use: 'rollout undo (TYPE NAME | TYPE/NAME) [flags]',
  flags: {
    ...rolloutFlags,
    'to-revision': { type: 'int' },
    'dry-run': dryRunFlag,
    output: { type: 'string', short: 'o' },
    template: { type: 'string' },
    'allow-missing-template-keys': { type: 'bool', default: true },
  },
  async run(line, context) {
    const { flags } = line;
    const dryRun = dryRunOf(flags['dry-run'], context);
    const query = rolloutQuery(line);
    const print = resultPrinter(context, { output: flags.output, template: flags.template, dryRun });
    await visitResources(
      context,
      query,
      async (info) => {
        if (!kinds.has(info.object.kind))
          throw new KubectlError(
            `no rollbacker has been implemented for ${JSON.stringify(groupKind(info.object))}`,
          );
        print(info.object, await rollBack(info, flags['to-revision'], dryRun, context));
      },
      { isLatest: true, isTyped: true },
    );
  },
});
