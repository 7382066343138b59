/** The step `edit`: changes a file of the workstation, as the author of the note does with an editor. */
import { fields, required } from '../../document/index.ts';
import type { FieldSetValue } from '../../document/index.ts';
import { defineStep } from '../define-step.ts';
import type { StepAnswer } from '../step-context.ts';

const editFields = {
  file: required(
    fields.text({
      summary:
        'The file, as the note names it. The file on disk stays as it is; the change lasts for the scenario.',
      examples: ['~/_Book_k8sInfra/ch3/3.2.4/echo-hname.yaml'],
    }),
  ),
  replace: fields.record(fields.text({ summary: '' }), {
    summary: 'Texts to replace, each of which must stand in the file exactly once: old to new.',
    examples: [{ 'replicas: 3': 'replicas: 6' }],
  }),
  content: fields.text({ summary: 'The whole new content instead.' }),
} as const;

/** Exactly one of replace and content. */
export type EditArgument = FieldSetValue<typeof editFields>;

const occurrences = (text: string, part: string): number => text.split(part).length - 1;

export const edit = defineStep<'edit', EditArgument>({
  kind: 'edit',
  summary: 'Changes a manifest file before it is used, for this scenario only.',
  argument: fields.object(editFields, {
    summary: 'The file, and what is replaced in it or its new content.',
    exactlyOneOf: ['replace', 'content'],
  }),
  examples: [
    {
      title: 'Six replicas instead of three',
      yaml: 'edit: {file: ~/_Book_k8sInfra/ch3/3.2.4/echo-hname.yaml, replace: {"replicas: 3": "replicas: 6"}}\nsetup: true',
    },
  ],
  title: ({ file }) => `edit ${file}`,
  files: ({ file, content }) => (content === undefined ? [{ path: file, isManifest: false }] : []),
  run: ({ file, replace, content }, { files }) => {
    const line = `edit ${file}`;
    const refuse = (stderr: string): Promise<StepAnswer> =>
      Promise.resolve({ line, exitCode: 1, stdout: '', stderr: `${stderr}\n` });
    let text = content ?? files.read(file);
    if (text === undefined) return refuse(`there is no file ${file}`);
    for (const [old, replacement] of Object.entries(replace ?? {})) {
      const count = occurrences(text, old);
      if (count !== 1) return refuse(`${JSON.stringify(old)} stands ${count} times in ${file}, not once`);
      text = text.replace(old, () => replacement);
    }
    files.write(file, text);
    return Promise.resolve({ line, exitCode: 0, stdout: '', stderr: '' });
  },
});
