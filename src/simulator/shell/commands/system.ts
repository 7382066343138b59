/** Commands about processes, time and identity: ps, kill, sleep, date, env, hostname, id, which, xargs, timeout. */
import { readFlags } from '../command.ts';
import type { CommandDefinition, CommandInput, Run } from '../command.ts';

const signalNames: Record<string, string> = {
  '1': 'HUP',
  '2': 'INT',
  '3': 'QUIT',
  '9': 'KILL',
  '10': 'USR1',
  '12': 'USR2',
  '15': 'TERM',
};

const unitMs: Record<string, number> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const durationMs = (text: string): number | undefined => {
  if (text === 'infinity' || text === 'inf') return Infinity;
  const match = /^(\d*\.?\d+)([smhd]?)$/.exec(text);
  return match === null ? undefined : Math.round(Number(match[1]) * (unitMs[match[2] ?? ''] ?? 1000));
};

function* sleep({ argv, err }: CommandInput): Run {
  let sleepMs = 0;
  for (const text of argv.slice(1)) {
    const part = durationMs(text);
    if (part === undefined) {
      err(`sleep: invalid time interval '${text}'\n`);
      return 1;
    }
    sleepMs += part;
  }
  yield { sleepMs, isIdle: sleepMs === Infinity };
  return 0;
}

const kill = ({ argv, state, out, err }: CommandInput): number => {
  let signal = 'TERM';
  const pids: string[] = [];
  for (let index = 1; index < argv.length; index++) {
    const argument = argv[index] ?? '';
    if (argument === '-l') {
      out('HUP INT QUIT KILL USR1 USR2 TERM\n');
      return 0;
    }
    if (argument === '-s' || argument === '-n') signal = argv[++index] ?? signal;
    else if (/^-\w+$/.test(argument)) signal = argument.slice(1);
    else pids.push(argument);
  }
  const name = signalNames[signal] ?? signal.toUpperCase().replace(/^SIG/, '');
  let status = 0;
  for (const pid of pids) {
    if (state.host.signal(Number(pid), name)) continue;
    err(`sh: kill: (${pid}) - No such process\n`);
    status = 1;
  }
  return status;
};

const two = (value: number): string => String(value).padStart(2, '0');

const date = ({ argv, state, out }: CommandInput): number => {
  const now = new Date(state.host.nowMs());
  const [weekday = '', month = ''] = [now.toUTCString().slice(0, 3), now.toUTCString().slice(8, 11)];
  const parts: Record<string, string> = {
    Y: String(now.getUTCFullYear()), m: two(now.getUTCMonth() + 1), d: two(now.getUTCDate()), H: two(now.getUTCHours()), M: two(now.getUTCMinutes()),
    S: two(now.getUTCSeconds()), s: String(Math.floor(now.getTime() / 1000)), F: now.toISOString().slice(0, 10), T: now.toISOString().slice(11, 19), a: weekday, b: month, Z: 'UTC',
    N: `${String(now.getUTCMilliseconds()).padStart(3, '0')}000000`,
  }; // prettier-ignore
  const template = argv.find((argument) => argument.startsWith('+'));
  const text =
    template === undefined
      ? `${weekday} ${month} ${String(now.getUTCDate()).padStart(2)} ${parts['T'] ?? ''} UTC ${parts['Y'] ?? ''}`
      : template.slice(1).replace(/%(.)/g, (whole, letter: string) => parts[letter] ?? whole);
  out(`${text}\n`);
  return 0;
};

function* env(input: CommandInput): Run {
  const { argv, state, out } = input;
  let index = 1;
  for (
    let match = /^(\w+)=(.*)$/s.exec(argv[index] ?? '');
    match !== null;
    match = /^(\w+)=(.*)$/s.exec(argv[++index] ?? '')
  )
    state.variables.set(match[1] ?? '', match[2] ?? '');
  if (index < argv.length) return yield* input.run(argv.slice(index), input);
  for (const name of state.exported)
    if (state.variables.has(name)) out(`${name}=${state.variables.get(name) ?? ''}\n`);
  return 0;
}

function* xargs(input: CommandInput): Run {
  const { flags, operands } = readFlags(input.argv, 'nI');
  const words = input.stdin.split(/\s+/).filter((word) => word !== '');
  const command = operands.length === 0 ? ['echo'] : operands;
  const placeholder = flags.get('I');
  const size = placeholder !== undefined ? 1 : Number(flags.get('n') ?? words.length);
  let status = 0;
  for (let index = 0; index < words.length; index += Math.max(1, size)) {
    const batch = words.slice(index, index + Math.max(1, size));
    const argv =
      placeholder === undefined
        ? [...command, ...batch]
        : command.map((word) => word.replaceAll(placeholder, batch[0] ?? ''));
    status = Math.max(status, yield* input.run(argv, { ...input, stdin: '' }));
  }
  return status;
}

const ps = ({ state, out }: CommandInput): number => {
  out('PID   USER     TIME  COMMAND\n');
  for (const { pid, command } of state.host.processes())
    out(`${String(pid).padStart(5)} root      0:00 ${command}\n`);
  return 0;
};

export const systemCommands: readonly CommandDefinition[] = [
  { name: 'sleep', run: sleep },
  { name: 'kill', run: kill },
  { name: 'date', run: date },
  { name: 'env', run: env },
  { name: 'xargs', run: xargs },
  { name: 'ps', run: ps },
  { name: 'top', run: ps },
  {
    name: 'printenv',
    run({ argv, state, out }) {
      const names = argv.length > 1 ? argv.slice(1) : [...state.exported];
      for (const name of names) {
        const value = state.variables.get(name);
        if (value === undefined && argv.length > 1) return 1;
        out(argv.length > 1 ? `${value ?? ''}\n` : `${name}=${value ?? ''}\n`);
      }
      return 0;
    },
  },
  {
    name: 'hostname',
    run({ argv, state, out }) {
      out(`${argv.includes('-i') ? state.host.address : state.host.hostname}\n`);
      return 0;
    },
  },
  {
    name: 'whoami',
    run({ out }) {
      out('root\n');
      return 0;
    },
  },
  {
    name: 'id',
    run({ argv, out }) {
      out(argv.includes('-u') || argv.includes('-g') ? '0\n' : 'uid=0(root) gid=0(root) groups=0(root)\n');
      return 0;
    },
  },
  {
    name: 'uname',
    run({ argv, state, out }) {
      out(
        argv.includes('-a')
          ? `Linux ${state.host.hostname} 3.10.0 #1 SMP x86_64 GNU/Linux\n`
          : argv.includes('-n')
            ? `${state.host.hostname}\n`
            : argv.includes('-m')
              ? 'x86_64\n'
              : 'Linux\n',
      );
      return 0;
    },
  },
  {
    name: 'which',
    run({ argv, state, out }) {
      let status = 0;
      for (const name of argv.slice(1)) {
        if (state.host.has(name)) out(`/usr/bin/${name}\n`);
        else status = 1;
      }
      return status;
    },
  },
  {
    name: 'busybox',
    *run(input) {
      return input.argv.length > 1 ? yield* input.run(input.argv.slice(1), input) : 0;
    },
  },
];
