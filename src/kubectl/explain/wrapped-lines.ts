/** A text in lines that end at the 80th column, each as deep as asked. @source k8s 1.20 kubectl/pkg/explain/formatter.go WriteWrapped */
const width = 80;

/** Words go to a next line as soon as one has grown to its width. */
const wrapLine = (line: string, wrap: number): string[] => {
  const words = line.split(/\s+/).filter((word) => word !== '');
  const lines: string[] = [];
  let current = '';
  for (const word of words) {
    if (current !== '' && current.length + 1 + word.length >= wrap) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  if (current !== '') lines.push(current);
  return lines;
};

export const wrappedLines = (text: string, indent: number): string[] =>
  text
    .split('\n')
    .flatMap((line) => wrapLine(line, width - indent))
    .map((line) => ' '.repeat(indent) + line);
