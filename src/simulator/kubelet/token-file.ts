/** The file with a pod's token of its service account. It is asked for when it is first read, and again before it runs out. */
import type { Pod } from '../../kube/index.ts';
import type { World } from '../world.ts';
import type { VolumeFiles } from './file-tree.ts';

export interface TokenProjection {
  path: string;
  audience?: string;
  expirationSeconds?: number;
}

const defaultSeconds = 3600;
/** How much of its life a token lives before it is renewed. @source k8s 1.20 pkg/kubelet/token/token_manager.go requiresRefresh */
const renewalShare = 0.8;

export class TokenFile implements VolumeFiles {
  readonly #world: World;
  readonly #pod: Pod;
  readonly #projection: TokenProjection;
  #token = '';
  #renewAtMs = -Infinity;

  constructor(world: World, pod: Pod, projection: TokenProjection) {
    this.#world = world;
    this.#pod = pod;
    this.#projection = projection;
  }

  get(path: string): string | undefined {
    if (path !== this.#projection.path) return undefined;
    const nowMs = this.#world.nowMs();
    if (nowMs >= this.#renewAtMs) this.#renew(nowMs);
    return this.#token;
  }

  has(path: string): boolean {
    return path === this.#projection.path;
  }

  /** Nobody writes to it: the volume is read-only. */
  set(): void {
    // As get: the kubelet alone puts something there.
  }

  delete(): boolean {
    return false;
  }

  *keys(): Iterable<string> {
    yield this.#projection.path;
  }

  #renew(nowMs: number): void {
    const { audience = '', expirationSeconds = defaultSeconds } = this.#projection;
    const { namespace, name, uid = '' } = this.#pod.metadata;
    const spec = {
      audiences: audience === '' ? [] : [audience],
      expirationSeconds,
      boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid },
    };
    const account = this.#pod.spec.serviceAccountName ?? 'default';
    const by = { user: 'kubelet' };
    const answer = this.#world.api.post('serviceaccounts', namespace, account, 'token', { spec }, by);
    if (!answer.ok) return;
    this.#token = (answer.value as { status: { token: string } }).status.token;
    this.#renewAtMs = nowMs + expirationSeconds * 1000 * renewalShare;
  }
}

/** The files of several, where they are. */
export class JoinedFiles implements VolumeFiles {
  readonly #parts: readonly VolumeFiles[];

  constructor(parts: readonly VolumeFiles[]) {
    this.#parts = parts;
  }

  get(path: string): string | undefined {
    return this.#parts.find((part) => part.has(path))?.get(path);
  }

  has(path: string): boolean {
    return this.#parts.some((part) => part.has(path));
  }

  set(path: string, content: string): void {
    this.#parts[0]?.set(path, content);
  }

  delete(path: string): boolean {
    return this.#parts.some((part) => part.delete(path));
  }

  *keys(): Iterable<string> {
    yield* new Set(this.#parts.flatMap((part) => [...part.keys()]));
  }
}
