/** NoteReference: which place of a lab note a scenario or a step proves. */
import { fields } from '../document/index.ts';
import type { Field, FieldSetValue } from '../document/index.ts';

const sectionText = fields.plainText({ summary: 'The section of the note.', examples: ['3.2.9'] });

const noteFields = {
  file: fields.text({ summary: 'The file of the note.', examples: ['k8s-infra.md'] }),
  section: sectionText,
  step: fields.plainText({ summary: 'The number of the step in the section.', examples: [3] }),
  command: fields.text({ summary: 'The command line as the note prints it, where the step’s differs.' }),
  says: fields.text({ summary: 'What the note says, where it differs from what is true.' }),
} as const;

export type NoteReference = FieldSetValue<typeof noteFields>;

export const noteField: Field<NoteReference> = fields.byShape<NoteReference>(
  {
    text: fields.mapped(fields.text({ summary: '' }), (section) => ({ section })),
    map: fields.object(noteFields, { summary: '' }),
  },
  {
    summary: 'The place of the lab note that this proves: a section, or file, section, step, command, says.',
    examples: [{ section: '3.2.9', step: 2 }],
  },
);
