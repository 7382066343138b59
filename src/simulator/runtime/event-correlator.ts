/** What one source of events has said lately: it drops floods, combines look-alikes and counts repeats. */

/** @source k8s 1.20 client-go/tools/record/events_cache.go */
const maximalSimilar = 10;
const similarWindowMs = 600_000;
const spamBurst = 25;
const spamRefillPerMs = 1 / 300_000;
/** Upstream's caches hold 4096 entries of any object; this one holds as many objects. */
const maximalObjects = 4096;

/** An event as it was last written. */
export interface Written {
  count: number;
  firstTimestamp: string;
  name: string;
  namespace: string;
}

interface Kind {
  /** Different messages of this type and reason within the window. */
  messages: Set<string>;
  lastMs: number;
  /** As they were written, by message and, where there is one, field path. */
  written: Map<string, Written>;
  combined: Written | undefined;
}

/** All that was said of one object. */
interface Subject {
  tokens: number;
  filledAtMs: number;
  kinds: Map<string, Kind>;
}

export interface Statement {
  type: string;
  reason: string;
  message: string;
  fieldPath: string | undefined;
}

export interface Correlated {
  message: string;
  /** The event that says this already; its count is up to date. */
  earlier: Written | undefined;
  remember(written: Written): void;
}

export class EventCorrelator {
  readonly #subjects = new Map<string, Subject>();

  /** How the statement is to be written; undefined: not at all. @source k8s 1.20 client-go/tools/record/events_cache.go EventCorrelate */
  correlate(subjectKey: string, statement: Statement, nowMs: number): Correlated | undefined {
    const subject = this.#subject(subjectKey, nowMs);
    const { type, reason, message, fieldPath } = statement;
    const kind = kindOf(subject, type === 'Normal' ? reason : `${type}/${reason}`, nowMs);
    kind.lastMs = nowMs;
    kind.messages.add(message);
    const isCombined = kind.messages.size >= maximalSimilar;
    if (isCombined) {
      // The set is trimmed, so that it does not grow without bound.
      const first = kind.messages.values().next();
      if (first.done !== true) kind.messages.delete(first.value);
    }
    const key = fieldPath === undefined ? message : `${fieldPath}/${message}`;
    const earlier = isCombined ? kind.combined : kind.written.get(key);
    const isSpam = isDropped(subject, nowMs);
    if (isSpam) return undefined;
    if (earlier !== undefined) earlier.count++;
    return {
      message: isCombined ? `(combined from similar events): ${message}` : message,
      earlier,
      remember(written) {
        if (isCombined) kind.combined = written;
        else kind.written.set(key, written);
      },
    };
  }

  #subject(key: string, nowMs: number): Subject {
    let subject = this.#subjects.get(key);
    if (subject !== undefined) return subject;
    subject = { tokens: spamBurst, filledAtMs: nowMs, kinds: new Map() };
    this.#subjects.set(key, subject);
    if (this.#subjects.size > maximalObjects) {
      const oldest = this.#subjects.keys().next();
      if (oldest.done !== true) this.#subjects.delete(oldest.value);
    }
    return subject;
  }
}

/** @source k8s 1.20 client-go/tools/record/events_cache.go EventAggregate */
const kindOf = (subject: Subject, key: string, nowMs: number): Kind => {
  let kind = subject.kinds.get(key);
  if (kind === undefined) {
    kind = { messages: new Set(), lastMs: nowMs, written: new Map(), combined: undefined };
    subject.kinds.set(key, kind);
  } else if (nowMs - kind.lastMs > similarWindowMs) {
    kind.messages.clear();
  }
  return kind;
};

/** @source k8s 1.20 client-go/tools/record/events_cache.go EventSourceObjectSpamFilter.Filter */
const isDropped = (subject: Subject, nowMs: number): boolean => {
  subject.tokens = Math.min(spamBurst, subject.tokens + (nowMs - subject.filledAtMs) * spamRefillPerMs);
  subject.filledAtMs = nowMs;
  if (subject.tokens < 1) return true;
  subject.tokens--;
  return false;
};
