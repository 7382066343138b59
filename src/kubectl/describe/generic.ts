/** Describes an object of a kind that has no description of its own: every field, nested. */
import { goValueText } from '../../kube/index.ts';
import type { UnknownObject } from '../../kube/index.ts';
import type { DescribeWriter } from './describe-writer.ts';
import { defineDescriber } from './describer.ts';
import type { Describer } from './describer.ts';
import { eventLines } from './events.ts';
import { metadataLines, nameLines } from './metadata-lines.ts';

const acronyms = new Set(['API', 'URL', 'UID', 'OSB', 'GUID']);

/** "creationTimestamp" is "Creation Timestamp". @source k8s 1.20 kubectl/pkg/describe/describe.go smartLabelFor */
const labelOf = (field: string): string => {
  if (/[^\p{L}-]/u.test(field)) return field;
  const parts = field.match(/\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|-+/gu) ?? [field];
  return parts
    .map((part) =>
      acronyms.has(part.toUpperCase()) ? part.toUpperCase() : part[0]!.toUpperCase() + part.slice(1),
    )
    .join(' ');
};

const skipped = new Set([
  '.metadata.managedFields',
  '.metadata.name',
  '.metadata.namespace',
  '.metadata.labels',
  '.metadata.annotations',
]);

/** @source k8s 1.20 kubectl/pkg/describe/describe.go printUnstructuredContent */
const contentLines = (
  writer: DescribeWriter,
  level: number,
  content: Record<string, unknown>,
  path: string,
): void => {
  for (const field of Object.keys(content).sort()) {
    const value = content[field];
    const here = `${path}.${field}`;
    if (skipped.has(here)) continue;
    if (Array.isArray(value)) {
      writer.line(level, `${labelOf(field)}:`);
      for (const item of value as unknown[]) {
        if (typeof item === 'object' && item !== null)
          contentLines(writer, level + 1, item as Record<string, unknown>, here);
        else writer.line(level + 1, goValueText(item));
      }
    } else if (typeof value === 'object' && value !== null) {
      writer.line(level, `${labelOf(field)}:`);
      contentLines(writer, level + 1, value as Record<string, unknown>, here);
    } else writer.line(level, `${labelOf(field)}:\t${goValueText(value)}`);
  }
};

/** @source k8s 1.20 kubectl/pkg/describe/describe.go genericDescriber */
export const generic = (group: string, kind: string): Describer =>
  defineDescriber<UnknownObject>({
    group,
    kind,
    describe(object, writer, view) {
      nameLines(writer, object);
      metadataLines(writer, object);
      contentLines(writer, 0, object, '');
      eventLines(writer, view);
    },
  });
