/** `kubectl certificate approve|deny`: decides on certificate signing requests. */
import type { Condition, KubeObject } from '../../kube/index.ts';
import { defineCommand } from '../command.ts';
import type { Command } from '../command.ts';
import { KubectlError } from '../kubectl-error.ts';
import { fetchResources } from '../resources/index.ts';

type Request = KubeObject & { status?: { conditions?: Partial<Condition>[] } };

interface Decision {
  name: 'approve' | 'deny';
  type: 'Approved' | 'Denied';
  done: string;
}

/** @source k8s 1.20 kubectl/pkg/cmd/certificates/certificates.go addConditionIfNeeded */
const decide = ({ name, type, done }: Decision): Command =>
  defineCommand({
    name,
    summary: `${type === 'Approved' ? 'Approve' : 'Deny'} a certificate signing request`,
    use: `certificate ${name} (-f FILENAME | NAME)`,
    flags: { filename: { type: 'stringSlice', short: 'f' }, force: { type: 'bool' } },
    async run({ args, flags }, context) {
      if (args.length === 0 && flags.filename.length === 0)
        throw new KubectlError('one or more CSRs must be specified as <name> or -f <filename>');
      const found = await fetchResources(context, { args: ['csr', ...args] });
      for (const { resource, object } of found) {
        const request = object as Request;
        const conditions = request.status?.conditions ?? [];
        const has = (one: string): boolean => conditions.some((condition) => condition.type === one);
        const opposite = type === 'Approved' ? 'Denied' : 'Approved';
        if (has(opposite))
          throw new KubectlError(
            `certificate signing request "${object.metadata.name}" is already ${opposite}`,
          );
        if (!has(type) || flags.force) {
          const condition = {
            type,
            status: 'True',
            reason: `Kubectl${type === 'Approved' ? 'Approve' : 'Deny'}`,
            message: `This CSR was ${done} by kubectl certificate ${name}.`,
          };
          const next: Request = {
            ...request,
            status: {
              ...request.status,
              conditions: [...conditions.filter((one) => one.type !== type), condition] as Condition[],
            },
          };
          await context.api.update(resource, undefined, next, { subresource: 'approval' });
        }
        context.out(`certificatesigningrequest.certificates.k8s.io/${object.metadata.name} ${done}\n`);
      }
    },
  });

export const certificate = defineCommand({
  name: 'certificate',
  summary: 'Modify certificate resources',
  use: 'certificate SUBCOMMAND',
  subcommands: [
    decide({ name: 'approve', type: 'Approved', done: 'approved' }),
    decide({ name: 'deny', type: 'Denied', done: 'denied' }),
  ],
  groupExitCode: 0,
});
