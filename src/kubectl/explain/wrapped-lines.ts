/** A text in lines that end at the 80th column, each as deep as asked. @source k8s 1.20 kubectl/pkg/explain/formatter.go wrapString */
const width = 80;

const isBlank = (line: string): boolean => line.trim() === '';

/** Code and lists keep their lines; so does what follows a colon. */
const beginsAnew = (lastWord: string, line: string): boolean =>
  lastWord.endsWith(':') || isBlank(line) || /^(\d+\.?|-|\*)\s/.test(line.trim());

export const wrappedLines = (text: string, indent: number): string[] => {
  const lines: string[] = [];
  let words: string[] = [];
  const flush = (): void => {
    if (words.length > 0) lines.push(words.join(' '));
    words = [];
  };
  for (const line of text.split('\n')) {
    if (line.startsWith('    ') || (lines.length > 0 && isBlank(line))) {
      flush();
      lines.push(isBlank(line) ? '' : line);
      continue;
    }
    if (beginsAnew(words.at(-1) ?? '', line)) flush();
    for (const word of line.split(/\s+/).filter((part) => part !== '')) {
      if (words.length > 0 && [...words, word].join(' ').length > width - indent) flush();
      words.push(word);
    }
  }
  flush();
  return lines.map((line) => (line === '' ? '' : ' '.repeat(indent) + line));
};
