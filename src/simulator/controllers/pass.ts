/** A pass: one look of a controller at one key, written in upstream's order as a generator of writes and their answers. */
import type { Answer } from '../../kube/index.ts';
import type { Action, Reconciliation } from '../controller.ts';

/**
 * Yields actions and is resumed with each one's answer. A step that fails ends the pass, and the key is tried again with
 * back-off, unless the action says `mayFail`; then the pass is resumed with the failure. What it returns counts when
 * nothing was yielded; after a write the watch events bring the key back anyway.
 */
export type Pass<Result = PassEnd | undefined> = Generator<Action, Result, Answer<unknown>>;

export type PassEnd = Pick<Reconciliation, 'requeueAfterMs' | 'error'>;

/** Sends an action that must succeed and gives what the server answered. */
export function* send<T>(action: Action): Pass<T> {
  const answer = yield action;
  // A failure never comes back here: the pass ends with it.
  return (answer as { ok: true; value: T }).value;
}

/** Sends an action whose failure the caller judges. */
export function* attempt<T>(action: Action): Pass<Answer<T>> {
  return (yield { ...action, mayFail: true }) as Answer<T>;
}

/** Ends the pass as failed; the key is tried again with back-off. */
export function* fail(error: string): Pass<never> {
  yield { do: 'fail', error };
  throw new Error('a pass went on after it had failed');
}

const actionsAfter = (pass: Pass, step: IteratorResult<Action, PassEnd | undefined>): readonly Action[] => {
  if (step.done === true) {
    const error = step.value?.error;
    return error === undefined ? [] : [{ do: 'fail', error }];
  }
  const action = step.value;
  return [
    {
      ...action,
      mayFail: true,
      then: (answer) =>
        answer.ok || action.mayFail === true
          ? actionsAfter(pass, pass.next(answer))
          : [{ do: 'fail', error: answer.status.message ?? answer.status.reason ?? 'unknown error' }],
    },
  ];
};

/** Runs a pass up to its first write; the rest follows the answers. */
export const startPass = (pass: Pass): Reconciliation => {
  // The first next() of a generator takes no value.
  const first = pass.next(undefined as never);
  return first.done === true ? { actions: [], ...first.value } : { actions: actionsAfter(pass, first) };
};
