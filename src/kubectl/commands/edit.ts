/** `kubectl edit`: refused once it is clear that there is something to edit. */
import { fileFlags, queryOfFiles, recordFlag } from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import { KubectlError } from '../kubectl-error.ts';
import { fetchResources } from '../resources/index.ts';

/** @deviates there is no editor: upstream opens one */
export const edit = defineCommand({
  name: 'edit',
  summary: 'Edit a resource on the server',
  use: 'edit (RESOURCE/NAME | -f FILENAME)',
  flags: {
    ...fileFlags,
    output: { type: 'string', short: 'o' },
    'output-patch': { type: 'bool' },
    'windows-line-endings': { type: 'bool' },
    validate: { type: 'string', default: 'true', noValueDefault: 'true' },
    'save-config': { type: 'bool' },
    record: recordFlag,
  },
  async run({ args, flags }, context) {
    await fetchResources(context, { args, ...queryOfFiles(flags) }, { isLatest: true });
    throw new KubectlError("labproof's kubectl has no editor: use an edit step, or kubectl patch or apply");
  },
});
