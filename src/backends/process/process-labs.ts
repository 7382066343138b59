/** ProcessLabs: clusters of somebody else's simulator, each in a process of its own or one after the other in one. */
import { BackendError } from '../../core/index.ts';
import { parseKubernetesVersion } from '../../kube/index.ts';
import type { KubernetesVersion } from '../../kube/index.ts';
import type { Lab } from '../../simulator/index.ts';
import type { Backend, ChangeRecord } from '../backend.ts';
import { createProcessApi } from './process-api.ts';
import { processCapabilities } from './process-capabilities.ts';
import { processClock } from './process-clock.ts';
import { ProtocolClient, SimulatorRefusal } from './protocol-client.ts';
import { protocolVersion } from './protocol.ts';
import type { Result } from './protocol.ts';
import { loadMessageCheck } from './validate-message.ts';
import type { MessageCheck } from './validate-message.ts';

export interface ProcessLabsOptions {
  /** The program and its arguments. */
  command: readonly string[];
  /** As the user wrote it. */
  title: string;
  /** Where it runs. */
  cwd: string;
  /** Version of labproof. */
  labproof: string;
  /** How long an answer may take, of the wall's time. Default: 60 s. */
  answerWithinMs?: number;
}

interface Session {
  client: ProtocolClient;
  hello: Result<'hello'>;
}

const versionOf = (text: string, title: string): KubernetesVersion => {
  const version = parseKubernetesVersion(text);
  if (version === undefined)
    throw new BackendError('bad-version', `the simulator ${title} says that it is Kubernetes "${text}"`, {
      hint: 'a version looks like v1.20.2',
    });
  return version;
};

export class ProcessLabs {
  readonly #options: ProcessLabsOptions;
  readonly #idle: Session[] = [];
  readonly #all = new Set<ProtocolClient>();
  #wrongWith: Promise<MessageCheck> | undefined;

  constructor(options: ProcessLabsOptions) {
    this.#options = options;
  }

  /**
   * The version that the simulator always is; undefined when it is the one asked for.
   * @throws BackendError when it cannot be started or does not speak the protocol
   */
  async version(): Promise<KubernetesVersion | undefined> {
    const session = await this.#start();
    this.#keep(session);
    const { kubernetes } = session.hello;
    return kubernetes === undefined ? undefined : versionOf(kubernetes, this.#options.title);
  }

  /** A fresh cluster. @throws BackendError */
  async open({ lab, seed, kubernetes }: { lab: Lab; seed: number; kubernetes: string }): Promise<Backend> {
    const { title } = this.#options;
    const { session, remarks } = await this.#session();
    const { client, hello } = session;
    let opened: Result<'open'>;
    let version: KubernetesVersion;
    try {
      opened = await client.ask('open', { lab, seed, kubernetes });
      version = versionOf(opened.kubernetes, title);
    } catch (error) {
      await this.#end(client);
      if (!(error instanceof SimulatorRefusal)) throw error;
      throw new BackendError('open-refused', `the simulator ${title} refused "open": ${error.message}`, {
        hint: 'it says itself why: does it take this lab, and this version of Kubernetes?',
      });
    }
    client.minor = version.minor;
    const changes = new Map<string, ChangeRecord>();
    const authors = new Map<string, ChangeRecord>();
    client.onChange = (change) => {
      changes.set(`${change.resource}/${change.namespace ?? ''}/${change.name}`, change);
      if (change.resourceVersion !== undefined) authors.set(change.resourceVersion, change);
    };
    let closing: Promise<void> | undefined;
    return {
      name: `process:${title}`,
      version,
      api: createProcessApi(client, { impersonates: hello.impersonates === true }),
      clock: processClock(client, hello.clock),
      ...processCapabilities(client, hello),
      ...(hello.journal === true
        ? {
            authorOf: (version: string) => authors.get(version),
            lastChange: (resource: string, namespace: string | undefined, name: string) =>
              changes.get(`${resource}/${namespace ?? ''}/${name}`),
          }
        : {}),
      close: () => (closing ??= this.#close(session)),
      broken: () => client.failure,
      blame: (error: unknown) => client.blame(error),
      remarks: () => remarks,
    };
  }

  /** Ends every process. */
  async close(): Promise<void> {
    this.#idle.length = 0;
    await Promise.all([...this.#all].map((client) => client.end()));
    this.#all.clear();
  }

  async #close(session: Session): Promise<void> {
    const { client, hello } = session;
    client.forget();
    try {
      // A process that has gone has been told of by whoever asked it last.
      if (client.failure === undefined) await client.ask('close', {});
    } catch (error) {
      await this.#end(client);
      if (!(error instanceof SimulatorRefusal)) throw error;
      const { title } = this.#options;
      throw new BackendError('close-refused', `the simulator ${title} refused "close": ${error.message}`);
    }
    if (client.failure === undefined && hello.reopens === true) this.#keep(session);
    else await this.#end(client);
  }

  /** One that waits to be used again, else a new one; and what is to be said of those that did not live to see it. */
  async #session(): Promise<{ session: Session; remarks: string[] }> {
    const remarks: string[] = [];
    for (;;) {
      const session = this.#idle.pop() ?? (await this.#start());
      const { client } = session;
      client.hold(true);
      client.forget();
      if (client.failure === undefined) return { session, remarks };
      remarks.push(`${client.failure.sentence}, between two scenarios; it was started again`);
      await this.#end(client);
    }
  }

  async #end(client: ProtocolClient): Promise<void> {
    await client.end();
    this.#all.delete(client);
  }

  #keep(session: Session): void {
    session.client.hold(false);
    this.#idle.push(session);
  }

  async #start(): Promise<Session> {
    const { labproof, answerWithinMs = 60_000, ...options } = this.#options;
    const wrongWith = await (this.#wrongWith ??= loadMessageCheck());
    const client = new ProtocolClient({ ...options, answerWithinMs, wrongWith });
    this.#all.add(client);
    try {
      const hello = await client.ask('hello', { protocol: protocolVersion, labproof });
      if (hello.protocol !== protocolVersion)
        throw new BackendError(
          'protocol-version',
          `the simulator ${options.title} speaks version ${hello.protocol} of the backend protocol, labproof speaks ${protocolVersion}`,
          { hint: 'see docs/backend-protocol.md for what has changed' },
        );
      return { client, hello };
    } catch (error) {
      await this.#end(client);
      if (!(error instanceof SimulatorRefusal)) throw error;
      throw new BackendError(
        'hello-refused',
        `the simulator ${options.title} refused "hello": ${error.message}`,
      );
    }
  }
}
