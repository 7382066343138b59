/** The step `shell`: a command of the machine that runs labproof; only with --allow-shell. */
import { fields } from '../../document/index.ts';
import { spawn } from 'node:child_process';
import { defineStep } from '../define-step.ts';
import type { StepKind } from '../define-step.ts';

export const shell: StepKind<'shell', string> = defineStep({
  kind: 'shell',
  summary: 'Runs a shell command on the machine that runs labproof. Refused unless --allow-shell is given.',
  needsFlag: '--allow-shell',
  argument: fields.text({
    summary: 'The command, run by sh -c in the scenario’s folder.',
    examples: ['curl -I --silent 172.16.132.13 | grep Server'],
  }),
  examples: [
    {
      title: 'curl',
      yaml: "shell: curl -sI http://$(podIp)/ | grep Server\noutput: 'Server: nginx/1.15.12'",
    },
  ],
  title: (line) => line.split('\n')[0] ?? line,
  run: (line, context) =>
    new Promise((resolve, reject) => {
      const child = spawn('sh', ['-c', line], { cwd: context.folder, stdio: ['ignore', 'pipe', 'pipe'] });
      let [stdout, stderr] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      child.on('error', reject);
      child.on('close', (code, signal) =>
        resolve({ line, exitCode: code ?? (signal === null ? 1 : 128), stdout, stderr }),
      );
    }),
});
