/** Runs a kubectl line with a real binary, as runKubectl runs it with our own: shell words, pipes and files of a workstation. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { KubectlContext, KubectlResult, WorkstationFiles } from '../../../src/kubectl/index.ts';
import { parseShellLine } from '../../../src/kubectl/index.ts';
import { parseDuration } from '../../../src/kube/index.ts';
import { runFilter } from '../../../src/kubectl/pipe-filters.ts';
import type { DrivenCluster } from './driven-cluster.ts';
import { startKubectl, type RealKubectl } from './real-kubectl.ts';

/** Puts a file or folder of the workstation where the binary finds it. */
const materialise = (path: string, files: WorkstationFiles, home: string): void => {
  const place = resolve(files.cwd, path);
  const text = files.read(place);
  if (text !== undefined) {
    const real = join(home, relative(files.home, place));
    mkdirSync(dirname(real), { recursive: true });
    writeFileSync(real, text);
    return;
  }
  for (const name of files.list(place) ?? []) materialise(join(path, name), files, home);
};

const pathsOf = (word: string): string[] => [word, word.slice(word.indexOf('=') + 1), ...word.split(',')];

/** The home of the workstation where it begins a path within a word. */
const atHome = (told: string): RegExp => new RegExp(`(?<![\\w/.-])${told}(?=/|$)`, 'g');

const timeoutOf = (words: readonly string[]): number | undefined => {
  const at = words.findIndex((word) => word === '--timeout' || word.startsWith('--timeout='));
  if (at < 0) return undefined;
  const text = words[at]!.includes('=') ? words[at]!.slice('--timeout='.length) : (words[at + 1] ?? '');
  try {
    return parseDuration(text);
  } catch {
    return undefined;
  }
};

export const createLineRunner = (binary: RealKubectl, cluster: DrivenCluster, home: string) => {
  const kubeconfigOf = (namespace: string): string => {
    const file = join(home, `.kubeconfig-${namespace}`);
    const text = cluster.served.kubeconfig.replace(
      '    user: kubernetes-admin\n',
      `    namespace: ${namespace}\n    user: kubernetes-admin\n`,
    );
    writeFileSync(file, text);
    return file;
  };
  return async (line: string | readonly string[], context: KubectlContext): Promise<KubectlResult> => {
    const { files, namespace = 'default', deadlineMs = Infinity } = context;
    const kubeconfig = kubeconfigOf(namespace);
    const told = files?.home ?? '/root';
    const run = async (words: readonly string[], stdin: string | undefined): Promise<KubectlResult> => {
      if (files !== undefined) for (const word of words.flatMap(pathsOf)) materialise(word, files, home);
      const argv = (words[0] === 'kubectl' ? words.slice(1) : words).map((word) =>
        word.replace(atHome(told), home),
      );
      const timeout = timeoutOf(argv);
      const startMs = cluster.simulator.nowMs();
      const started = startKubectl(binary, argv, {
        home,
        kubeconfig,
        ...(stdin === undefined ? {} : { stdin }),
      });
      const { exitCode, stdout, stderr } = await cluster.drive(started.child, started.ended, {
        deadlineMs,
        ...(timeout === undefined || timeout <= 0 ? {} : { timeoutMs: startMs + timeout }),
      });
      const here = (text: string): string =>
        text.replaceAll(home, told).replaceAll(cluster.served.url, cluster.advertisedUrl);
      return { exitCode, stdout: here(stdout), stderr: here(stderr) };
    };
    if (typeof line !== 'string') return run(line, context.stdin);
    const total: KubectlResult = { exitCode: 0, stdout: '', stderr: '' };
    for (const { after, stages } of parseShellLine(line, told)) {
      if (after === 'success' && total.exitCode !== 0) continue;
      let stdin = context.stdin;
      for (const [index, stage] of stages.entries()) {
        if (index > 0 && stage[0] !== 'kubectl') {
          const filtered = runFilter(stage, stdin ?? '');
          total.exitCode = filtered.exitCode;
          stdin = filtered.stdout;
          continue;
        }
        const result = await run(stage, stdin);
        total.exitCode = result.exitCode;
        total.stderr += result.stderr;
        stdin = result.stdout;
      }
      total.stdout += stdin ?? '';
    }
    return total;
  };
};
