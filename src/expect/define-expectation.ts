/** How a kind of expectation is defined: one file per kind in kinds/, one line in kinds/index.ts. */
import type { Position } from '../core/index.ts';
import type { FieldSet, JsonSchema, MapNode, Problems, SourceNode } from '../document/index.ts';
import type { ClusterView } from './cluster-view.ts';
import type { PatternScope } from './patterns/pattern.ts';
import type { Verdict } from './verdict.ts';

/** What every expectation has. */
export interface ExpectationBase {
  /** Where it begins in its file. */
  position: Position;
  /** As written: "deployment/echo-hname". */
  subject: string;
  /** The whole of it as written. */
  source: SourceNode;
}

export interface CompileContext {
  /** Values bound by earlier steps, for $(name). Default: none. */
  captures?: Readonly<Record<string, unknown>>;
  /** The namespace of objects that name none. Default "default". */
  namespace?: string;
  /** It is judged at every change (always, never), so the last status counts, even one of before the last change of the spec. */
  isInvariant?: boolean;
}

/** What kinds compile with: in a check of files captures are undefined and problems are only gathered. */
export interface CompileScope extends PatternScope {
  namespace: string;
  isInvariant?: boolean;
}

/** An expectation made ready to be judged thousands of times. */
export interface CompiledExpectation {
  /** Names of the resources it depends on, as written: the runner judges it when one of these changes. */
  dependsOn: readonly string[];
  /** It asks who made a change; a backend that cannot tell leaves that unjudged. */
  needsAuthors?: boolean;
  /** Whether what it speaks of has been there at any look so far; absent: that cannot be told, or need not be. */
  hasSeen?(): boolean;
  /** Whether it holds now. Allocates next to nothing. */
  holds(view: ClusterView): boolean;
  /** Whether it holds now and, when not, why. */
  explain(view: ClusterView): Verdict;
}

export interface ExpectationExample {
  title: string;
  yaml: string;
}

export interface ExpectationKind<
  K extends string = string,
  E extends ExpectationBase & { kind: K } = ExpectationBase & { kind: K },
> {
  kind: K;
  summary: string;
  /** How the subject key is written: "RESOURCE/NAME", "events". */
  subject: {
    writtenAs: string;
    summary: string;
    accepts(key: string, problems: Problems): boolean;
    schema(): JsonSchema;
  };
  /** The keys beside the subject. */
  modifiers: FieldSet;
  examples: readonly ExpectationExample[];
  /** Reads it; `subject` is the entry of the subject key. Undefined when it is wrong, which has then been said. */
  read(node: MapNode, subject: MapNode['entries'][number], problems: Problems): E | undefined;
  compile(expectation: E, scope: CompileScope): CompiledExpectation;
}

export const defineExpectation = <K extends string, E extends ExpectationBase & { kind: K }>(
  kind: ExpectationKind<K, E>,
): ExpectationKind<K, E> => kind;
