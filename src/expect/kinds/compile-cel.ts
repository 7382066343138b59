/** Compiles and judges the expectation of a CEL expression over the cluster's objects. */
import type { ClusterView } from '../cluster-view.ts';
import type { CompiledExpectation, CompileScope } from '../define-expectation.ts';
import { failed, passed } from '../judging/verdict-text.ts';
import { compileCelText } from '../patterns/cel-text.ts';
import { wordsOf } from '../patterns/pattern.ts';
import { isResourceName, readReference } from '../resources/resource-reference.ts';
import type { CelExpectation } from './cel.ts';

/** Names in an expression that are no resource but known to every expression. */
const builtIn = new Set([
  'now',
  'int',
  'string',
  'bool',
  'double',
  'type',
  'optional',
  'timestamp',
  'duration',
  'uint',
  'bytes',
  'list',
  'map',
  'dyn',
  'null_type',
  'google',
  'math',
  'strings',
  'cel',
]);

export const compileCel = (expectation: CelExpectation, scope: CompileScope): CompiledExpectation => {
  const { expression: text, position } = expectation;
  const namespace = expectation.namespace ?? scope.namespace;
  const expression = compileCelText(text, position, scope);
  const resources = (expression?.variables ?? []).filter((name) => !builtIn.has(name));
  for (const name of resources)
    if (!isResourceName(name, scope.problems)) readReference(name, position, scope.problems);

  const evaluate = (view: ClusterView): { value: unknown } | { error: string } => {
    const bindings: Record<string, unknown> = { now: new Date(view.now()) };
    for (const name of resources) {
      const resource = view.resolve(name);
      const objects = resource === undefined ? [] : view.list(resource.id);
      bindings[name] =
        resource?.namespaced !== true || namespace === '*'
          ? objects
          : objects.filter(({ metadata }) => metadata.namespace === namespace);
    }
    try {
      return { value: expression?.evaluate(bindings) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };
  const holds = (view: ClusterView): boolean => {
    const result = evaluate(view);
    return 'value' in result && result.value === true;
  };
  return {
    dependsOn: resources,
    holds,
    explain(view) {
      const result = evaluate(view);
      if ('value' in result && result.value === true) return passed('cel');
      const actual = 'error' in result ? `no value: ${result.error}` : wordsOf(result.value);
      const hint =
        'error' in result
          ? 'a field that Kubernetes leaves out is read safely by self.?field.orValue(0)'
          : undefined;
      const leaf = {
        path: text,
        expected: 'true',
        actual,
        position,
        ...(hint === undefined ? {} : { hint }),
      };
      return failed('cel', [leaf], {
        expected: { [text]: true },
        actual: { [text]: 'value' in result ? result.value : actual },
      });
    },
  };
};
