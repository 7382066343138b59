/** exec and attach: a command in a container, or what its main process writes, with a client's streams. */
import type { Simulator } from '../../simulator/index.ts';
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

const openShell = ({ site }: Simulator, request: SessionRequest, streams: RemoteStreams): void => {
  const opened = site.openTerminal(
    targetOf(request),
    request.command[0]!,
    (text) => streams.out(atTerminal(text)),
    (exitCode) => streams.finish(exitStatus(exitCode)),
  );
  if (!opened.ok) {
    streams.finish(opened.status);
    return;
  }
  const terminal = opened.value;
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
    () => terminal.close(),
  );
  streams.onClose(() => terminal.close());
  ask();
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
  const chunks: Buffer[] = [];
  streams.onInput(
    (data) => chunks.push(data),
    () => run(Buffer.concat(chunks).toString('utf8')),
  );
};

export const runExec = (simulator: Simulator, request: SessionRequest, streams: RemoteStreams): void => {
  const { command, stdin, tty } = request;
  if (tty && stdin && command.length === 1 && shells.test(command[0]!))
    openShell(simulator, request, streams);
  else runCommand(simulator, request, streams);
};

const attachEveryMs = 100;

/** What the container writes from now on, until it ends or the client leaves. */
export const runAttach = (simulator: Simulator, request: SessionRequest, streams: RemoteStreams): void => {
  const { namespace, pod, container, tty } = request;
  const read = (): string | undefined => {
    const answer = simulator.site.log(namespace, pod, container === undefined ? {} : { container });
    return answer.ok ? answer.value : undefined;
  };
  let written = read()?.length ?? 0;
  const timer = setInterval(() => {
    const whole = read();
    if (whole !== undefined && whole.length > written) {
      const more = whole.slice(written);
      streams.out(tty ? atTerminal(more) : more);
    }
    written = whole?.length ?? written;
    const found = simulator.site.findRunning(targetOf(request));
    if (!found.ok || whole === undefined) {
      clearInterval(timer);
      streams.finish(exitStatus(0));
    }
  }, attachEveryMs);
  streams.onClose(() => clearInterval(timer));
};
