/** The bounds of one rescale without `behavior`: minimum, maximum, and at most doubling. */

export interface Limited {
  replicas: number;
  /** DesiredWithinRange, TooFewReplicas, TooManyReplicas, ScaleUpLimit, ScaleDownLimit. */
  reason: string;
  message: string;
}

export const withinRange = (replicas: number): Limited => ({
  replicas,
  reason: 'DesiredWithinRange',
  message: 'the desired count is within the acceptable range',
});

export const tooFew = (replicas: number): Limited => ({
  replicas,
  reason: 'TooFewReplicas',
  message: 'the desired replica count is less than the minimum replica count',
});

export const tooMany = (replicas: number): Limited => ({
  replicas,
  reason: 'TooManyReplicas',
  message: 'the desired replica count is more than the maximum replica count',
});

export const upTooFast = (replicas: number): Limited => ({
  replicas,
  reason: 'ScaleUpLimit',
  message: 'the desired replica count is increasing faster than the maximum scale rate',
});

export const downTooFast = (replicas: number): Limited => ({
  replicas,
  reason: 'ScaleDownLimit',
  message: 'the desired replica count is decreasing faster than the maximum scale rate',
});

/** @source k8s 1.20 pkg/controller/podautoscaler/horizontal.go convertDesiredReplicasWithRules, calculateScaleUpLimit */
export const limitReplicas = (current: number, desired: number, min: number, max: number): Limited => {
  const rateLimit = Math.max(2 * current, 4);
  const most = max > rateLimit ? upTooFast(rateLimit) : tooMany(max);
  if (desired < min) return tooFew(min);
  return desired > most.replicas ? most : withinRange(desired);
};
