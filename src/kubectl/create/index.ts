/** The subcommands of `kubectl create`, a line each. */
import type { Command } from '../command.ts';
import { configMap } from './config-map.ts';
import { createDeployment } from './deployment.ts';
import { ingress } from './ingress.ts';
import { cronJob, job } from './jobs.ts';
import { clusterRole, clusterRoleBinding, role, roleBinding } from './rbac.ts';
import { secret } from './secret.ts';
import { service } from './service.ts';
import { namespace, podDisruptionBudget, priorityClass, quota, serviceAccount } from './simple-kinds.ts';
import { token } from './token.ts';

export { createFlags, createGenerated, nameOf } from './define-create.ts';
export { labelsOf } from './labels.ts';
export { quantitiesOf } from './quantities.ts';
export { typedResultPrinter } from './typed-result-printer.ts';

export const createSubcommands: readonly Command[] = [
  clusterRole,
  clusterRoleBinding,
  configMap,
  cronJob,
  createDeployment,
  ingress,
  job,
  namespace,
  podDisruptionBudget,
  priorityClass,
  quota,
  role,
  roleBinding,
  secret,
  service,
  serviceAccount,
  token,
];
