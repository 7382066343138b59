/** The streams of a session in a container, whatever protocol carries them. */
import type { Status } from '../../kube/index.ts';

export interface RemoteStreams {
  out(text: string): void;
  err(text: string): void;
  /** Input as it comes; `onEnd` when there will be none any more. What came before is told at once. */
  onInput(onData: (data: Buffer) => void, onEnd: () => void): void;
  /** Calls `onGone` when the client has left. */
  onClose(onGone: () => void): void;
  /** Says how it ended, and closes everything. */
  finish(status: Status): void;
}

const success: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' };

/** How a command ended. @source k8s 1.20 kubelet/cri/streaming/remotecommand/exec.go ServeExec */
export const exitStatus = (exitCode: number): Status =>
  exitCode === 0
    ? success
    : {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: `command terminated with non-zero exit code: exit status ${exitCode}`,
        reason: 'NonZeroExitCode',
        details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
      };

/** Input that comes before anybody listens is kept. */
export class InputBuffer {
  #kept: Buffer[] = [];
  #isEnded = false;
  #onData: ((data: Buffer) => void) | undefined;
  #onEnd: (() => void) | undefined;

  readonly push = (data: Buffer): void => {
    if (this.#onData === undefined) this.#kept.push(data);
    else this.#onData(data);
  };

  readonly end = (): void => {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#onEnd?.();
  };

  listen(onData: (data: Buffer) => void, onEnd: () => void): void {
    this.#onData = onData;
    this.#onEnd = onEnd;
    for (const data of this.#kept.splice(0)) onData(data);
    if (this.#isEnded) onEnd();
  }
}
