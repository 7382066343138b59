/** Reads a Markdown note into its lines of prose and its code fences, each with its place: line, section, step of a list. */

export interface NotePlace {
  /** "3.2.10" of a numbered heading, else the heading's text; absent before the first heading. */
  section?: string;
  /** The number of the list item it stands in or below. */
  step?: number;
}

export interface NoteLine {
  /** From 1. */
  line: number;
  text: string;
}

export type NoteBlock = NotePlace &
  (
    | ({ kind: 'prose' } & NoteLine)
    /** `language` in lower case, empty when none is named; `lines` without the fence's own indentation. */
    | { kind: 'fence'; language: string; lines: NoteLine[] }
  );

const quoted = '(?:[ \\t]*>)*[ \\t]*';
const opening = new RegExp(
  `^(${quoted})(?:(?:[-*+]|\\d+[.)])[ \\t]+)?(\`{3,}|~{3,})[ \\t]*([^\\s\`]*)[^\`]*$`,
);
const closing = new RegExp(`^${quoted}(\`{3,}|~{3,})[ \\t]*$`);

interface OpenFence {
  marker: string;
  indent: number;
  isQuoted: boolean;
}

const isClosedBy = ({ marker }: OpenFence, text: string): boolean => {
  const found = closing.exec(text)?.[1];
  return found !== undefined && found[0] === marker[0] && found.length >= marker.length;
};

const withoutIndent = (text: string, { indent, isQuoted }: OpenFence): string => {
  if (isQuoted) return text.replace(/^(?:[ \t]*>)+ ?/, '');
  let at = 0;
  while (at < indent && (text[at] === ' ' || text[at] === '\t')) at++;
  return text.slice(at);
};

/** "## 3.2.1 Pods" is "3.2.1", "### **Scale Out**" is "Scale Out". */
const sectionOf = (text: string): string | undefined => {
  const heading = /^[ \t]{0,3}#{1,6}[ \t]+(.*)$/.exec(text)?.[1]?.replace(/[ \t]#+[ \t]*$/, '');
  if (heading === undefined) return undefined;
  const plain = heading.replace(/[*_`]/g, '').trim();
  return /^(\d+(?:\.\d+)*)\.?(?:\s|$)/.exec(plain)?.[1] ?? (plain === '' ? undefined : plain);
};

/** "3. text"; "4 text" too, where 3 came before: notes forget the full stop. */
const stepOf = (text: string, previous: number | undefined): number | undefined => {
  const marked = /^[ \t>]*(\d{1,3})[.)][ \t]/.exec(text)?.[1];
  if (marked !== undefined) return Number(marked);
  const bare = /^[ \t>]*(\d{1,3})[ \t]+\S/.exec(text)?.[1];
  return bare !== undefined && previous !== undefined && Number(bare) === previous + 1
    ? previous + 1
    : undefined;
};

/** Takes any text apart; a fence that is not closed goes on to the end. */
export const readMarkdown = (text: string): NoteBlock[] => {
  const blocks: NoteBlock[] = [];
  let place: NotePlace = {};
  let fence: (OpenFence & { lines: NoteLine[] }) | undefined;
  text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .forEach((content, index) => {
      const line = index + 1;
      if (fence !== undefined) {
        if (isClosedBy(fence, content)) fence = undefined;
        else fence.lines.push({ line, text: withoutIndent(content, fence) });
        return;
      }
      const opened = opening.exec(content);
      if (opened !== null) {
        const [, lead = '', marker = '', language = ''] = opened;
        fence = { marker, indent: content.indexOf(marker), isQuoted: lead.includes('>'), lines: [] };
        blocks.push({ kind: 'fence', language: language.toLowerCase(), lines: fence.lines, ...place });
        return;
      }
      const section = sectionOf(content);
      const step = stepOf(content, place.step);
      if (section !== undefined) place = { section };
      else if (step !== undefined) place = { ...place, step };
      blocks.push({ kind: 'prose', line, text: content, ...place });
    });
  return blocks;
};
