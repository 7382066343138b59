/** A kubectl binary: where there is one, and one run of it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { KubectlResult } from '../../../src/kubectl/index.ts';

export interface RealKubectl {
  file: string;
  /** Of the binary itself: "1.20.2". */
  version: string;
}

/** kubectl 1.20 as Debian's kubernetes-client has it; undefined when this machine has none. */
export const findKubectl120 = (): RealKubectl | undefined => {
  const places = [
    process.env['LABPROOF_KUBECTL_1_20'] ?? '',
    join(homedir(), '.cache/referee/1.20/bin/kubectl'),
  ];
  const file = places.find((place) => place !== '' && existsSync(place));
  return file === undefined ? undefined : { file, version: '1.20.2' };
};

export const whyNoKubectl120 = 'there is no kubectl 1.20 here (name one in LABPROOF_KUBECTL_1_20)';

export interface RealRun {
  /** Home and working folder. */
  home: string;
  kubeconfig: string;
  stdin?: string;
}

/** Starts one command. Ages and dates are told in UTC; standard input is empty unless given. */
export const startKubectl = (
  { file }: RealKubectl,
  words: readonly string[],
  { home, kubeconfig, stdin }: RealRun,
): { child: ChildProcess; ended: Promise<KubectlResult> } => {
  const child = spawn(file, words, {
    cwd: home,
    env: { HOME: home, KUBECONFIG: kubeconfig, TZ: 'UTC', PATH: '/usr/bin:/bin', KUBE_EDITOR: 'true' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin ?? '');
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // A process that was started by the command may keep its output open.
  child.on('exit', () => setTimeout(() => child.stdout.destroy(), 500).unref());
  const ended = new Promise<KubectlResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ exitCode: code ?? 130, stdout, stderr }));
  });
  return { child, ended };
};
