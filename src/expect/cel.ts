/** CEL expressions: parsed once, evaluated over Kubernetes objects. The library is loaded only when an expression is met. */
import type { ASTNode, Environment } from '@marcbachmann/cel-js';

let environment: Environment | undefined;

/** Loads the CEL library. Await it once before compiling what holds CEL; loadScenarioFiles does where it must. */
export const loadCel = async (): Promise<void> => {
  if (environment !== undefined) return;
  const library = await import('@marcbachmann/cel-js');
  environment = new library.Environment({
    unlistedVariablesAreDyn: true,
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
  });
};

export const isCelLoaded = (): boolean => environment !== undefined;

/** The expression cannot be parsed; `offset` counts from its first character. */
export class CelSyntaxError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

export interface CelExpression {
  /** The variables it reads, bound ones of macros left out. */
  readonly variables: readonly string[];
  /** The value as plain data (whole numbers as numbers). @throws Error with a one-line reason */
  evaluate(bindings: Readonly<Record<string, unknown>>): unknown;
}

const macros = new Set([
  'all',
  'exists',
  'exists_one',
  'map',
  'filter',
  'existsOne',
  'transformList',
  'transformMap',
]);

const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;

const freeVariables = (node: unknown, bound: ReadonlySet<string>, free: Set<string>): void => {
  if (Array.isArray(node)) {
    for (const member of node) freeVariables(member, bound, free);
    return;
  }
  if (!isNode(node)) return;
  if (node.op === 'id') {
    if (!bound.has(node.args)) free.add(node.args);
    return;
  }
  if (node.op === 'rcall' && macros.has(node.args[0])) {
    const [, receiver, args] = node.args;
    freeVariables(receiver, bound, free);
    const [variable, ...body] = args;
    freeVariables(body, variable?.op === 'id' ? new Set([...bound, variable.args]) : bound, free);
    return;
  }
  freeVariables(node.args, bound, free);
};

const converted = new WeakMap<object, unknown>();

/** Whole numbers become CEL ints; objects are converted once, since stored ones never change. */
const toCel = (value: unknown): unknown => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  let result = converted.get(value);
  if (result === undefined) {
    result = Array.isArray(value)
      ? value.map(toCel)
      : Object.fromEntries(
          Object.entries(value)
            .filter(([, member]) => member !== undefined)
            .map(([key, member]) => [key, toCel(member)]),
        );
    converted.set(value, result);
  }
  return result;
};

const fromCel = (value: unknown): unknown => {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(fromCel);
  return value;
};

/** The counters that Kubernetes leaves out of an object when they are 0. */
const isOmittedCounter = (name: string): boolean =>
  /^(r|[a-z]+R)eplicas$|^(current|desired)(CPU\w+|NumberScheduled)$|^number(Available|Unavailable|Ready|Misscheduled)$|^updatedNumberScheduled$|^(active|succeeded|failed|count|restartCount|observedGeneration|collisionCount|disruptionsAllowed)$/.test(
    name,
  );

/** The values of an object's fields for the names an expression reads; counters that are left out are 0, other fields null. */
export const bindFields = (names: readonly string[], object: unknown): Record<string, unknown> => {
  const bindings: Record<string, unknown> = { self: object };
  const members = (typeof object === 'object' && object !== null ? object : {}) as Record<string, unknown>;
  for (const name of names)
    if (name !== 'self') bindings[name] = members[name] ?? (isOmittedCounter(name) ? 0 : null);
  return bindings;
};

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

/** Parses an expression. @throws CelSyntaxError; loadCel() must have been awaited */
export const parseCel = (text: string): CelExpression => {
  if (environment === undefined)
    throw new Error('labproof defect: CEL is used before loadCel(); please report it');
  let parsed: ReturnType<Environment['parse']>;
  try {
    parsed = environment.parse(text);
  } catch (error) {
    const range = (error as { range?: { start: number } }).range;
    throw new CelSyntaxError(firstLine(error), range?.start ?? 0);
  }
  const free = new Set<string>();
  freeVariables(parsed.ast, new Set(), free);
  return {
    variables: [...free],
    evaluate(bindings) {
      const context: Record<string, unknown> = {};
      for (const name in bindings) context[name] = toCel(bindings[name]);
      try {
        return fromCel(parsed(context));
      } catch (error) {
        throw new Error(firstLine(error), { cause: error });
      }
    },
  };
};
