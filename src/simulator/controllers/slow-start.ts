/** Slow start: one call, then two, four, eight …, so that what cannot succeed is not tried a thousand times. */
import type { Pass } from './pass.ts';

/**
 * Makes `count` calls in growing batches; a batch with a failure is the last. Answers the first failure's text.
 * @source k8s 1.20 pkg/controller/replicaset/replica_set.go slowStartBatch
 */
export function* slowStart(
  count: number,
  call: (index: number) => Pass<string | undefined>,
): Pass<string | undefined> {
  let made = 0;
  for (let size = Math.min(count, 1); size > 0; size = Math.min(2 * size, count - made)) {
    let failure: string | undefined;
    for (let index = 0; index < size; index++) {
      const result = yield* call(made + index);
      failure ??= result;
    }
    if (failure !== undefined) return failure;
    made += size;
  }
  return undefined;
}
