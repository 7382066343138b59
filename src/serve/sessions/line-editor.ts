/** A terminal's line discipline: echoes what is typed, and hands it on line by line. */

const control = { interrupt: 0x03, endOfInput: 0x04, backspace: 0x08, delete: 0x7f } as const;

export interface LineEditor {
  /** Typed characters. */
  type(data: Buffer): void;
  /** The next line may be read. */
  resume(): void;
}

export const createLineEditor = (parts: {
  echo(text: string): void;
  onLine(line: string): void;
  onInterrupt(): void;
  onEndOfInput(): void;
}): LineEditor => {
  let line = '';
  let isReady = false;
  let waiting = '';
  const take = (character: string): void => {
    const code = character.charCodeAt(0);
    if (code === control.interrupt) {
      line = '';
      parts.echo('^C\r\n');
      parts.onInterrupt();
    } else if (code === control.endOfInput) {
      if (line === '') parts.onEndOfInput();
    } else if (code === control.delete || code === control.backspace) {
      if (line !== '') parts.echo('\b \b');
      line = line.slice(0, -1);
    } else if (character === '\r' || character === '\n') {
      parts.echo('\r\n');
      const whole = line;
      line = '';
      isReady = false;
      parts.onLine(whole);
    } else if (code >= 0x20 || character === '\t') {
      line += character;
      parts.echo(character);
    }
  };
  const work = (): void => {
    while (waiting !== '' && (isReady || waiting.charCodeAt(0) === control.interrupt)) {
      const character = waiting[0]!;
      waiting = waiting.slice(1);
      take(character);
    }
  };
  return {
    type(data) {
      // Escape sequences of arrow keys and the like have no meaning here.
      // eslint-disable-next-line no-control-regex
      waiting += data.toString('utf8').replace(/\u001b\[[0-9;]*[A-Za-z~]/g, '');
      work();
    },
    resume() {
      isReady = true;
      work();
    },
  };
};
