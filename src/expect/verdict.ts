/** Verdict: whether an expectation holds at one instant and, when not, everything a reader needs to see why. */
import type { Position } from '../core/index.ts';

export interface ObjectName {
  /** The resource's id: "deployments.apps". */
  resource: string;
  namespace?: string;
  name: string;
}

/** One thing that was asserted and is not so. */
export interface FailedLeaf {
  /** "status.readyReplicas", "spec.containers[name=nginx].image", "count". */
  path: string;
  /** In words: "3", ">= 3", "matching /^nginx/". */
  expected: string;
  /** In words: "2", "absent". */
  actual: string;
  /** Where it is asserted. */
  position: Position;
  /** The object it was looked for in. */
  object?: ObjectName;
  /** A remark that may explain it: "the object has readyReplicas; did you mean that?". */
  hint?: string;
}

/** The member of a list or selection that came nearest to what was looked for. */
export interface Candidate {
  /** "Pod default/nginx-1" or "containers[name=nginx]". */
  title: string;
  object?: ObjectName;
  leaves: readonly FailedLeaf[];
}

export interface Verdict {
  ok: boolean;
  /** "deployment/echo-hname", "pods (app=nginx)". */
  subject: string;
  leaves: readonly FailedLeaf[];
  /** Present when a member was looked for and none was right. */
  nearest?: Candidate;
  /** What was expected and what was found, as YAML cut to the asserted fields. */
  expectedText: string;
  actualText: string;
  /** The objects concerned, for "why". */
  objects: readonly ObjectName[];
}
