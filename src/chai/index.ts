/** labproof/chai: assertions over live objects and labs for people who write their tests in TypeScript. */
import type {} from 'chai';
import type { Backend } from '../backends/index.ts';
import { Problems, fromPlain, parseDuration } from '../document/index.ts';
import { InvalidInputError } from '../core/index.ts';
import type { Position } from '../core/index.ts';
import { compileExpectation, expectationField } from '../expect/index.ts';
import type { CompiledExpectation, ClusterView, Verdict } from '../expect/index.ts';
import type { KubeObject } from '../kube/index.ts';
import { awaitExpectations, ExpectationBoard, ObservedCluster } from '../runner/index.ts';

/** An expectation as in a scenario, as plain data: `{'deployment/web': {status: {readyReplicas: 3}}}`. */
export type PlainExpectation = Readonly<Record<string, unknown>>;

export interface ReachOptions {
  /** "60s" (default), "5m". */
  within?: string;
  /** How long it must then stay so. */
  hold?: string;
  namespace?: string;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Chai {
    interface Assertion {
      /** The Kubernetes object matches the partial object, as in a scenario's `expect`. */
      matchObject(partial: Readonly<Record<string, unknown>>): void;
      /** The lab comes to a state in which all expectations hold at one instant. */
      reach(
        expectations: PlainExpectation | readonly PlainExpectation[],
        options?: ReachOptions,
      ): Promise<void>;
    }
  }
}

const nowhere: Position = { file: 'test', line: 1, column: 1 };

const compile = (plain: PlainExpectation, namespace: string): CompiledExpectation => {
  const problems = new Problems();
  const expectation = expectationField.read(fromPlain(plain, nowhere), problems);
  if (expectation === undefined || problems.list.length > 0) throw new InvalidInputError(problems.list);
  return compileExpectation(expectation, { namespace });
};

const leavesText = (verdict: Verdict): string =>
  verdict.leaves
    .map(({ path, expected, actual }) => `  ${path}: expected ${expected}, found ${actual}`)
    .join('\n');

/** A cluster that holds just one object. */
const viewOf = (object: KubeObject, resource: string): ClusterView => ({
  resolve: (name) =>
    name === resource
      ? { id: resource, kind: object.kind, namespaced: object.metadata.namespace !== undefined }
      : undefined,
  list: (id) => (id === resource ? [object] : []),
  now: () => 0,
});

const milliseconds = (text: string | undefined, fallback: number): number => {
  if (text === undefined) return fallback;
  const parsed = parseDuration(text);
  if (parsed === undefined) throw new TypeError(`not a duration: "${text}"; write it like 60s or 5m`);
  return parsed;
};

const reach = async (
  lab: Backend,
  expectations: readonly PlainExpectation[],
  options: ReachOptions,
): Promise<Verdict[]> => {
  const cluster = await ObservedCluster.open(lab);
  try {
    const compiled = expectations.map((plain) => compile(plain, options.namespace ?? 'default'));
    for (const { dependsOn } of compiled) for (const name of dependsOn) await cluster.watch(name);
    const board = new ExpectationBoard(compiled, cluster);
    const { outcome } = await awaitExpectations(board, lab.clock, {
      deadlineMs: lab.clock.now() + milliseconds(options.within, 60_000),
      holdMs: options.hold === undefined ? undefined : milliseconds(options.hold, 0),
      isViolated: () => false,
      isInterrupted: () => false,
    });
    return outcome === 'met' ? [] : compiled.map((one) => one.explain(cluster)).filter(({ ok }) => !ok);
  } finally {
    cluster.close();
  }
};

/** The plugin: `use(labproof)`. */
export const labproof: Chai.ChaiPlugin = (chai, { addMethod }) => {
  addMethod(
    chai.Assertion.prototype,
    'matchObject',
    function (this: Chai.AssertionStatic, partial: Readonly<Record<string, unknown>>) {
      const object = this._obj as KubeObject;
      const resource = `${object.kind.toLowerCase()}s.object.labproof.dev`;
      const verdict = compile(
        { [`${resource}/${object.metadata.name}`]: partial },
        object.metadata.namespace ?? 'default',
      ).explain(viewOf(object, resource));
      this.assert(
        verdict.ok,
        `expected ${object.kind} ${object.metadata.name} to match\n${leavesText(verdict)}`,
        `expected ${object.kind} ${object.metadata.name} not to match`,
        verdict.expectedText,
        verdict.actualText,
      );
    },
  );
  addMethod(
    chai.Assertion.prototype,
    'reach',
    async function (
      this: Chai.AssertionStatic,
      expectations: PlainExpectation | readonly PlainExpectation[],
      options: ReachOptions = {},
    ) {
      const list = Array.isArray(expectations)
        ? (expectations as readonly PlainExpectation[])
        : [expectations as PlainExpectation];
      const failed = await reach(this._obj as Backend, list, options);
      this.assert(
        failed.length === 0,
        `expected the lab to come to what is expected\n${failed.map((verdict) => `${verdict.subject}\n${leavesText(verdict)}`).join('\n')}`,
        'expected the lab never to come to this',
        failed.map(({ expectedText }) => expectedText).join('\n'),
        failed.map(({ actualText }) => actualText).join('\n'),
      );
    },
  );
};

export default labproof;
