/** serveCluster: the simulated cluster behind HTTPS on this machine, until it is closed. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { BackendError } from '../core/index.ts';
import { provideRuleLibrary } from '../simulator/index.ts';
import {
  createGate,
  createRestFace,
  createSimulator,
  type ApiRequest,
  type RestFace,
  type Simulator,
  type SimulatorOptions,
} from '../simulator/index.ts';
import { createCertificate } from './certificate.ts';
import { handleRequest, requestHead } from './handle-request.ts';
import { kubeconfigText } from './kubeconfig.ts';
import { acceptUpgrade } from './sessions/accept-upgrade.ts';
import { ClusterInputs } from './state/cluster-inputs.ts';
import { ClusterState } from './state/cluster-state.ts';
import type { StateFile } from './state/state-file.ts';
import { TimePump, type Speed } from './time-pump.ts';

export interface ServeOptions extends SimulatorOptions {
  /** 0: any that is free. */
  port: number;
  speed: Speed;
  /** Where the cluster is restored from and written to; closed with the cluster, also when it does not come up. */
  state?: ServedState;
}

export interface ServedState {
  file: StateFile;
  /** The version of labproof. */
  labproof: string;
  /** Told once when the file cannot be written any more. */
  onProblem(text: string): void;
  /** True ends the restoration: what is served then is of no use, and must be closed. */
  isInterrupted(): boolean;
}

export interface ServedCluster {
  /** "https://127.0.0.1:41875" */
  readonly url: string;
  readonly token: string;
  /** PEM, the server's own authority. */
  readonly certificate: string;
  /** The text of a kubeconfig file. */
  readonly kubeconfig: string;
  /** "v1.20.2" */
  readonly version: string;
  /** Of the lab. */
  readonly labName: string;
  /** How many inputs were replayed from the state file, when there was one. */
  readonly restoredInputs: number | undefined;
  /** The cluster's time. */
  nowMs(): number;
  /** Ends every connection. */
  close(): Promise<void>;
}

const headerLimitBytes = 64 * 1024;
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 60_000;
const keepAliveMs = 90_000;
const probeAfterMs = 60_000;
/** How often those that keep a request waiting are looked for. */
const checkEveryMs = 5_000;

/** What makes the cluster's time pass. */
export interface ClusterTime {
  start(): void;
  stop(): void;
  /** Called before and after each request. */
  pump(): void;
}

export interface ServedParts {
  simulator: Simulator;
  face: RestFace;
  /** Default: a gate of its own. */
  inputs?: ClusterInputs;
  time: ClusterTime;
  /** 0: any that is free. */
  port: number;
}

/** The clients' time is the wall's. */
export const wallTimers: Parameters<typeof createRestFace>[1] = {
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

const serveKept = async (
  { port, speed, ...options }: ServeOptions,
  state: ServedState,
): Promise<ServedCluster> => {
  const simulator = createSimulator({ ...options, tracksFields: true });
  const face = createRestFace(simulator, wallTimers);
  const inputs = new ClusterInputs(simulator, face);
  const kept = new ClusterState(state.file, simulator, state);
  const restored = await kept.restore(inputs, () => state.isInterrupted());
  const time = new TimePump(simulator, speed);
  const served = await serveParts({ simulator, face, inputs, time, port });
  if (!state.isInterrupted()) kept.start(inputs, options.seed ?? 1);
  return {
    ...served,
    restoredInputs: state.file.header === undefined ? undefined : restored.inputs,
    close() {
      time.stop();
      kept.close();
      return served.close();
    },
  };
};

/** @throws BackendError when the port cannot be had; LabproofError when the state cannot be restored */
export const serveCluster = async ({ state, ...options }: ServeOptions): Promise<ServedCluster> => {
  provideRuleLibrary(await import('@marcbachmann/cel-js'));
  if (state !== undefined) {
    try {
      return await serveKept(options, state);
    } catch (error) {
      state.file.close();
      throw error;
    }
  }
  const { port, speed, ...simulated } = options;
  const simulator = createSimulator({ ...simulated, tracksFields: true });
  const face = createRestFace(simulator, wallTimers);
  return serveParts({ simulator, face, time: new TimePump(simulator, speed), port });
};

/** Serves a cluster that already is, in a time of the caller's. @throws BackendError when the port cannot be had */
export const serveParts = async ({
  simulator,
  face,
  inputs = new ClusterInputs(simulator, face),
  time: clock,
  port,
}: ServedParts): Promise<ServedCluster> => {
  const { certificate, key } = createCertificate(new Date());
  const token = randomBytes(24).toString('base64url');
  const gate = createGate(simulator, { adminToken: token });
  const handling = { face: (request: ApiRequest) => inputs.answer(request), gate, pump: () => clock.pump() };
  const server = createServer(
    {
      cert: certificate,
      key,
      maxHeaderSize: headerLimitBytes,
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: keepAliveMs,
      // Watches send nothing for long: the kernel asks whether anybody is there.
      keepAlive: true,
      keepAliveInitialDelay: probeAfterMs,
      connectionsCheckingInterval: checkEveryMs,
    },
    (message, response) => {
      handleRequest(handling, message, response).catch(() => {
        // The client went away while it was sending: there is nobody to answer.
        response.destroy();
      });
    },
  );
  server.on('upgrade', (message, socket, head) => {
    clock.pump();
    acceptUpgrade({ simulator, inputs }, message, socket, head, gate(requestHead(message)));
  });
  // Connections that have left HTTP are not the server's any more.
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        new BackendError('port-unavailable', `127.0.0.1:${port} cannot be listened on: ${error.message}`, {
          hint: 'leave --port out, and any free one is taken',
        }),
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  clock.start();
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    token,
    certificate,
    kubeconfig: kubeconfigText({ server: url, certificate, token }),
    version: simulator.version.gitVersion,
    labName: simulator.lab.name,
    restoredInputs: undefined,
    nowMs: () => simulator.nowMs(),
    close() {
      clock.stop();
      return new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      });
    },
  };
};
