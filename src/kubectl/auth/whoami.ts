/** `kubectl auth whoami`: whom the API takes the user for. */
import { TabWriter, isAtLeast, tableWriterOptions, type KubeObject } from '../../kube/index.ts';
import { defineCommand } from '../command.ts';
import { KubectlError, isNotFound, isReason, usageError } from '../kubectl-error.ts';
import { objectPrinter } from '../object-printer.ts';

interface SelfSubjectReview extends KubeObject {
  status: {
    userInfo: { username?: string; uid?: string; groups?: string[]; extra?: Record<string, string[]> };
  };
}

const notEnabled =
  'the selfsubjectreviews API is not enabled in the cluster\nenable APISelfSubjectReview feature gate and authentication.k8s.io/v1alpha1 or authentication.k8s.io/v1beta1 API';

/** @source kubectl 1.28 pkg/cmd/auth/whoami.go; @since kubectl 1.27 */
export const whoami = defineCommand({
  name: 'whoami',
  summary: 'Experimental: Check self subject attributes',
  use: 'auth whoami',
  flags: { output: { type: 'string', short: 'o' }, template: { type: 'string' } },
  async run({ flags }, context) {
    if (!isAtLeast(context.version, 27)) throw usageError('kubectl auth', 'unknown command "whoami"');
    const printer = objectPrinter({ output: flags.output, template: flags.template }, context);
    const group = 'authentication.k8s.io';
    const object: KubeObject = {
      apiVersion: `${group}/v1`,
      kind: 'SelfSubjectReview',
      metadata: {} as KubeObject['metadata'],
    };
    const key = { group, version: 'v1', name: 'selfsubjectreviews' };
    const review = await context.api.create(key, undefined, object).catch((caught: unknown) => {
      if (isNotFound(caught)) throw new KubectlError(notEnabled);
      if (isReason(caught, 'Forbidden'))
        throw new KubectlError(
          'the selfsubjectreviews API is not enabled in the cluster or you do not have permission to call it',
        );
      throw caught;
    });
    if (printer !== undefined) {
      context.out(printer(review));
      return;
    }
    const {
      username = '',
      uid = '',
      groups = [],
      extra = {},
    } = (review as SelfSubjectReview).status.userInfo;
    const writer = new TabWriter(tableWriterOptions);
    writer.write('ATTRIBUTE\tVALUE\n');
    if (username !== '') writer.write(`Username\t${username}\n`);
    if (uid !== '') writer.write(`UID\t${uid}\n`);
    if (groups.length > 0) writer.write(`Groups\t[${groups.join(' ')}]\n`);
    for (const name of Object.keys(extra).sort())
      writer.write(`Extra: ${name}\t[${extra[name]!.join(' ')}]\n`);
    context.out(writer.flush());
  },
});
