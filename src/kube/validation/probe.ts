/** Checks of probes, lifecycle hooks and their handlers. */
import type { Probe, ProbeHandler } from '../objects/index.ts';
import { httpHeaderNameErrors } from '../names.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { forbidden, invalid, notSupported, required } from './field-error.ts';
import type { FieldPath } from './field-path.ts';
import { checkName } from './name-check.ts';
import { checkNonnegative, checkPortNumberOrName } from './numbers.ts';

const checkHttpGet = (
  errors: FieldError[],
  path: FieldPath,
  get: NonNullable<ProbeHandler['httpGet']>,
  version: KubernetesVersion,
): void => {
  if ((get.path ?? '') === '') errors.push(required(path.child('path')));
  checkPortNumberOrName(errors, path.child('port'), get.port);
  if (get.scheme !== 'HTTP' && get.scheme !== 'HTTPS') {
    errors.push(notSupported(path.child('scheme'), get.scheme ?? '', ['HTTP', 'HTTPS']));
  }
  for (const { name } of get.httpHeaders ?? []) {
    checkName(errors, () => path.child('httpHeaders'), name, httpHeaderNameErrors, version);
  }
};

/** Exactly one of exec, httpGet, tcpSocket. @source k8s 1.20 pkg/apis/core/validation/validation.go validateHandler */
export const checkHandler = (
  errors: FieldError[],
  path: FieldPath,
  handler: ProbeHandler,
  version: KubernetesVersion,
): void => {
  let count = 0;
  for (const kind of ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const) {
    const value = (handler as Record<string, unknown>)[kind];
    if (value === undefined) continue;
    const at = path.child(kind);
    if (count > 0) {
      errors.push(forbidden(at, 'may not specify more than 1 handler type'));
      continue;
    }
    count++;
    if (kind === 'exec') {
      if ((handler.exec!.command?.length ?? 0) === 0) errors.push(required(at.child('command')));
    } else if (kind === 'httpGet') checkHttpGet(errors, at, handler.httpGet!, version);
    else if (kind === 'tcpSocket') checkPortNumberOrName(errors, at.child('port'), handler.tcpSocket!.port);
  }
  if (count === 0) errors.push(required(path, 'must specify a handler type'));
};

const probeNumbers = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const;

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateProbe */
export const checkProbe = (
  errors: FieldError[],
  path: FieldPath,
  probe: Probe | undefined,
  version: KubernetesVersion,
): void => {
  if (probe === undefined) return;
  checkHandler(errors, path, probe, version);
  for (const field of probeNumbers) checkNonnegative(errors, path.child(field), probe[field]);
  const grace = probe.terminationGracePeriodSeconds;
  if (grace !== undefined && grace <= 0) {
    errors.push(invalid(path.child('terminationGracePeriodSeconds'), grace, 'must be greater than 0'));
  }
};

/** Liveness and startup probes succeed at the first success. */
export const checkSuccessThreshold = (
  errors: FieldError[],
  path: FieldPath,
  probe: Probe | undefined,
): void => {
  const threshold = probe?.successThreshold ?? 0;
  if (probe !== undefined && threshold !== 1) {
    errors.push(invalid(path.child('successThreshold'), threshold, 'must be 1'));
  }
};
