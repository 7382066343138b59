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

/** Events of one type and reason. Most are said once of an object: a set and a map are only made for the second. */
interface Kind {
  key: string;
  /** The first message, as long as it is the only one within the window. */
  message: string | undefined;
  /** Different messages within the window, when there were two. */
  messages: Set<string> | undefined;
  lastMs: number;
  /** As it was written first, and by what (see `written`). */
  firstKey: string | undefined;
  first: Written | undefined;
  /** As the others were written, by message and, where there is one, field path. */
  written: Map<string, Written> | undefined;
  combined: Written | undefined;
}

/** All that was said of one object. */
interface Subject {
  tokens: number;
  filledAtMs: number;
  /** Few: they are found by looking through. */
  kinds: Kind[];
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
    const isCombined = noteMessage(kind, message) >= maximalSimilar;
    // The set is trimmed, so that it does not grow without bound.
    if (isCombined) dropOldestMessage(kind);
    const key = fieldPath === undefined ? message : `${fieldPath}/${message}`;
    const earlier = isCombined ? kind.combined : writtenAs(kind, key);
    const isSpam = isDropped(subject, nowMs);
    if (isSpam) return undefined;
    if (earlier !== undefined) earlier.count++;
    return {
      message: isCombined ? `(combined from similar events): ${message}` : message,
      earlier,
      remember(written) {
        if (isCombined) kind.combined = written;
        else rememberWritten(kind, key, written);
      },
    };
  }

  #subject(key: string, nowMs: number): Subject {
    let subject = this.#subjects.get(key);
    if (subject !== undefined) return subject;
    subject = { tokens: spamBurst, filledAtMs: nowMs, kinds: [] };
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
  for (const kind of subject.kinds) {
    if (kind.key !== key) continue;
    if (nowMs - kind.lastMs > similarWindowMs) {
      kind.message = undefined;
      kind.messages = undefined;
    }
    return kind;
  }
  const kind: Kind = {
    key,
    message: undefined,
    messages: undefined,
    lastMs: nowMs,
    firstKey: undefined,
    first: undefined,
    written: undefined,
    combined: undefined,
  };
  subject.kinds.push(kind);
  return kind;
};

/** Answers how many different messages there were, this one counted. */
const noteMessage = (kind: Kind, message: string): number => {
  if (kind.messages !== undefined) return kind.messages.add(message).size;
  if (kind.message === undefined || kind.message === message) {
    kind.message = message;
    return 1;
  }
  kind.messages = new Set([kind.message, message]);
  return 2;
};

const dropOldestMessage = ({ messages }: Kind): void => {
  const oldest = messages?.values().next();
  if (oldest?.done === false) messages?.delete(oldest.value);
};

const writtenAs = (kind: Kind, key: string): Written | undefined =>
  kind.firstKey === key ? kind.first : kind.written?.get(key);

const rememberWritten = (kind: Kind, key: string, written: Written): void => {
  if (kind.firstKey === undefined || kind.firstKey === key) {
    kind.firstKey = key;
    kind.first = written;
  } else (kind.written ??= new Map<string, Written>()).set(key, written);
};

/** @source k8s 1.20 client-go/tools/record/events_cache.go EventSourceObjectSpamFilter.Filter */
const isDropped = (subject: Subject, nowMs: number): boolean => {
  subject.tokens = Math.min(spamBurst, subject.tokens + (nowMs - subject.filledAtMs) * spamRefillPerMs);
  subject.filledAtMs = nowMs;
  if (subject.tokens < 1) return true;
  subject.tokens--;
  return false;
};
