/** The step `patch`: changes one object by a patch. */
import { fields, required } from '../../document/index.ts';
import type { FieldSetValue } from '../../document/index.ts';
import { referenceField } from '../../expect/index.ts';
import { apiAnswer, noSuchResource, servedResource } from '../api-answer.ts';
import { defineStep } from '../define-step.ts';
import type { StepKind } from '../define-step.ts';

const patchFields = {
  target: required(
    referenceField({ summary: 'The object.', named: true, examples: ['deployment/echo-hname'] }),
  ),
  namespace: fields.text({ summary: 'Its namespace. Default: the namespace of the scenario.' }),
  type: fields.word(['strategic', 'merge', 'json'], {
    summary: 'The type of the patch. Default: strategic.',
  }),
  subresource: fields.word(['status', 'scale'], { summary: 'The subresource that is patched.' }),
  patch: required(fields.anything({ summary: 'The patch.', examples: [{ spec: { replicas: 3 } }] })),
} as const;

export type PatchArgument = FieldSetValue<typeof patchFields>;

export const patch: StepKind<'patch', PatchArgument> = defineStep({
  kind: 'patch',
  summary: 'Patches one object: strategic merge, JSON merge or JSON patch.',
  argument: fields.object(patchFields, { summary: 'The object and its patch.' }),
  examples: [
    {
      title: 'Three replicas',
      yaml: 'patch: {target: deployment/echo-hname, patch: {spec: {replicas: 3}}}\nexpect:\n  - deployment/echo-hname: {status: {readyReplicas: 3}}',
    },
  ],
  title: ({ target }) => `patch ${target.resource}/${target.name}`,
  run: async ({ target, namespace, type = 'strategic', subresource, patch: body }, context) => {
    const line = `patch ${target.resource}/${target.name} ${JSON.stringify(body)}`;
    const resource = await servedResource(target.resource, context);
    if (resource === undefined) return noSuchResource(line, target.resource);
    const patchType = (
      { strategic: 'strategic-merge-patch+json', merge: 'merge-patch+json', json: 'json-patch+json' } as const
    )[type];
    return apiAnswer(line, async () => {
      const where = resource.namespaced ? (namespace ?? context.namespace) : undefined;
      await context.backend.api.patch(resource, where, target.name ?? '', patchType, body, {
        fieldManager: 'labproof',
        ...(subresource === undefined ? {} : { subresource }),
      });
      return `${resource.singularName}/${target.name} patched\n`;
    });
  },
});
