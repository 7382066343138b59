/** exec and attach: a command in a container, or what its main process writes, with a client's streams. */
import { assertDefect } from '../../core/index.ts';
import { internalError } from '../../kube/index.ts';
import type { Simulator, Terminal } from '../../simulator/index.ts';
import { createLineEditor } from './line-editor.ts';
import { exitStatus, type RemoteStreams } from './remote-streams.ts';
import type { SessionRequest } from './session-request.ts';

const shells = /(^|\/)(ba|a|da)?sh$/;
/** Commands that wait for their input; others begin before it has ended. */
const readers =
  /(^|\/)((ba|a|da)?sh|cat|tee|wc|sort|head|tail|grep|xargs|tar|sed|awk|base64|md5sum|sha256sum)$/;

const targetOf = ({ namespace, pod, container }: SessionRequest) => ({
  namespace,
  pod,
  ...(container === undefined ? {} : { container }),
});

const atTerminal = (text: string): string => text.replace(/\r?\n/g, '\r\n');

/** Types a client's input into a shell at a terminal, line by line. `onLeave`: the client is gone. */
const serveTerminal = (
  streams: RemoteStreams,
  open: (out: (text: string) => void) => Terminal,
  onLeave: (terminal: Terminal) => void,
): void => {
  const terminal = open((text) => streams.out(atTerminal(text)));
  const ask = (): void => {
    streams.out(terminal.prompt());
    editor.resume();
  };
  const editor = createLineEditor({
    echo: (text) => streams.out(text),
    onLine: (line) => terminal.enter(line, ask),
    onInterrupt() {
      terminal.interrupt();
      ask();
    },
    onEndOfInput() {
      streams.out('exit\r\n');
      terminal.close();
    },
  });
  streams.onInput(
    (data) => editor.type(data),
    () => onLeave(terminal),
  );
  streams.onClose(() => onLeave(terminal));
  ask();
};

const openShell = ({ site }: Simulator, request: SessionRequest, streams: RemoteStreams): void => {
  const found = site.findRunning(targetOf(request));
  if (!found.ok) {
    streams.finish(found.status);
    return;
  }
  const open = (out: (text: string) => void): Terminal => {
    const opened = site.openTerminal(targetOf(request), request.command[0]!, out, (exitCode) =>
      streams.finish(exitStatus(exitCode)),
    );
    assertDefect(opened.ok, 'a running container opens no terminal');
    return opened.value;
  };
  serveTerminal(streams, open, (terminal) => terminal.close());
};

/** What a command may be given that reads its input as a whole. */
const maximalInputBytes = 64 * 1024 * 1024;

/** All input, when it has ended; undefined, at once, when it is too much. */
const collectInput = (streams: RemoteStreams, onInput: (input: string | undefined) => void): void => {
  let chunks: Buffer[] = [];
  let length = 0;
  streams.onInput(
    (data) => {
      if (length > maximalInputBytes) return;
      length += data.length;
      chunks.push(data);
      if (length <= maximalInputBytes) return;
      chunks = [];
      onInput(undefined);
    },
    () => {
      if (length <= maximalInputBytes) onInput(Buffer.concat(chunks).toString('utf8'));
    },
  );
};

const runCommand = ({ site }: Simulator, request: SessionRequest, streams: RemoteStreams): void => {
  const { command, stdin, tty } = request;
  let isGone = false;
  streams.onClose(() => {
    isGone = true;
  });
  const run = (input: string): void => {
    site.exec(
      targetOf(request),
      command,
      {
        tty,
        ...(stdin ? { stdin: input } : {}),
        onOutput(stream, text) {
          if (isGone) return;
          if (tty) streams.out(atTerminal(text));
          else if (stream === 'stdout') streams.out(text);
          else streams.err(text);
        },
      },
      (answer) => streams.finish(answer.ok ? exitStatus(answer.value.exitCode) : answer.status),
    );
  };
  if (!stdin || tty || !readers.test(command[0] ?? '')) {
    run('');
    return;
  }
  collectInput(streams, (input) => {
    if (input !== undefined) run(input);
    else streams.finish(internalError(`more than ${maximalInputBytes} bytes of input`));
  });
};

export const runExec = (simulator: Simulator, request: SessionRequest, streams: RemoteStreams): void => {
  const { command, stdin, tty } = request;
  if (tty && stdin && command.length === 1 && shells.test(command[0]!))
    openShell(simulator, request, streams);
  else runCommand(simulator, request, streams);
};

/** What the container writes from now on, until it ends or the client leaves; and its input, where its first process is a shell. */
export const runAttach = ({ site }: Simulator, request: SessionRequest, streams: RemoteStreams): void => {
  const { stdin, tty } = request;
  const attached = site.attach(
    targetOf(request),
    ({ stream, text }) => {
      if (tty) streams.out(`${text}\r\n`);
      else if (stream === 'stdout') streams.out(`${text}\n`);
      else streams.err(`${text}\n`);
    },
    // An attached client is not told how it ended.
    () => streams.finish(exitStatus(0)),
  );
  if (!attached.ok) {
    streams.finish(attached.status);
    return;
  }
  const { shell, detach } = attached.value;
  if (!stdin || shell === undefined) streams.onClose(detach);
  else if (tty)
    serveTerminal(
      streams,
      (out) => shell.terminal(out),
      (terminal) => {
        detach();
        if (shell.isOnce) terminal.close();
      },
    );
  else
    collectInput(streams, (script) => {
      if (script !== undefined) shell.run(script);
    });
};
