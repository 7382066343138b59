/** The step `delete`: deletes one object, or those that a selector selects. */
import { fields, required } from '../../document/index.ts';
import type { Field, FieldSetValue } from '../../document/index.ts';
import { referenceField } from '../../expect/index.ts';
import { apiAnswer, noSuchResource, servedResource } from '../api-answer.ts';
import { defineStep } from '../define-step.ts';
import type { StepKind } from '../define-step.ts';

const deleteFields = {
  target: required(
    referenceField({
      summary: 'The object, or the resource of the selected objects.',
      examples: ['pod/nginx-pod', 'pods'],
    }),
  ),
  namespace: fields.text({ summary: 'Its namespace. Default: the namespace of the scenario.' }),
  selector: fields.text({ summary: 'Which objects, where target names only a resource.' }),
  gracePeriodSeconds: fields.integer({ summary: 'The grace period. Default: the object’s own.', minimum: 0 }),
  propagationPolicy: fields.word(['Orphan', 'Background', 'Foreground'], {
    summary: 'What happens to owned objects.',
  }),
} as const;

export type DeleteArgument = FieldSetValue<typeof deleteFields>;

const reference = referenceField({ summary: 'The object.', named: true });
const argument: Field<DeleteArgument> = fields.byShape<DeleteArgument>(
  {
    text: fields.mapped(reference, (target) => ({ target })),
    map: fields.object(deleteFields, { summary: '' }),
  },
  {
    summary: 'The object to delete, or {target, namespace, selector, gracePeriodSeconds, propagationPolicy}.',
    examples: ['pod/nginx-pod'],
  },
);

export const remove: StepKind<'delete', DeleteArgument> = defineStep({
  kind: 'delete',
  summary: 'Deletes an object, or the objects that a selector selects.',
  argument,
  examples: [
    {
      title: 'A pod that nobody replaces',
      yaml: 'delete: pod/nginx-pod\nexpect:\n  - pod/nginx-pod: absent',
    },
  ],
  title: ({ target, selector }) =>
    `delete ${target.resource}${target.name === undefined ? ` -l ${selector ?? ''}` : `/${target.name}`}`,
  run: async ({ target, namespace, selector, gracePeriodSeconds, propagationPolicy }, context) => {
    const line = remove.title({ target, selector });
    const resource = await servedResource(target.resource, context);
    if (resource === undefined) return noSuchResource(line, target.resource);
    const where = resource.namespaced ? (namespace ?? context.namespace) : undefined;
    const options = {
      ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
      ...(propagationPolicy === undefined
        ? { propagationPolicy: 'Background' as const }
        : { propagationPolicy }),
    };
    const { api } = context.backend;
    return apiAnswer(line, async () => {
      if (target.name === undefined) {
        await api.deleteCollection(resource, {
          ...(where === undefined ? {} : { namespace: where }),
          ...(selector === undefined ? {} : { labelSelector: selector }),
          ...options,
        });
        return `${resource.name} deleted\n`;
      }
      await api.delete(resource, where, target.name, options);
      return `${resource.singularName}/${target.name} deleted\n`;
    });
  },
});
