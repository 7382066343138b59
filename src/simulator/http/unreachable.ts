/** The 503s of proxies. */
import type { Status } from '../../kube/index.ts';

/** @source k8s 1.20 apimachinery/pkg/api/errors/errors.go NewServiceUnavailable */
export const serviceUnavailable = (message: string): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  reason: 'ServiceUnavailable',
  code: 503,
});

/** Nobody answers at `address`. */
export const unreachable = (address: string, why: string): Status =>
  serviceUnavailable(`error trying to reach service: dial tcp ${address}: ${why}`);
