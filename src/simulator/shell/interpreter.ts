/** Runs scripts of the containers' shell, in virtual time. */
import type { CommandDefinition, CommandInput, Pause, Run, ShellState, Streams } from './command.ts';
import { commands } from './commands/index.ts';
import { builtIns, LoopControl, ShellExit } from './control.ts';
import { expandFields, expandText } from './expansion.ts';
import { parseScript } from './parser.ts';
import type { Node, Redirection } from './syntax.ts';
import { ShellSyntaxError } from './syntax.ts';

const byName = new Map<string, CommandDefinition>(commands.map((command) => [command.name, command]));

/** Rounds of a loop that may pass without any wait; after that a moment goes by. */
const roundsAtOnce = 200;

const breath: Pause = { sleepMs: 10, isIdle: true };

export const basename = (path: string): string => path.split('/').at(-1) ?? '';

export class Interpreter {
  readonly state: ShellState;
  #depth = 0;

  constructor(state: ShellState) {
    this.state = state;
  }

  /** Runs a whole script; a syntax error ends it with code 2. */
  *script(text: string, streams: Streams): Run {
    let tree: Node;
    try {
      tree = parseScript(text);
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      streams.err(`sh: ${error.message}\n`);
      return 2;
    }
    try {
      return yield* this.#run(tree, streams);
    } catch (signal) {
      if (signal instanceof ShellExit) return signal.exitCode;
      if (signal instanceof LoopControl) return 0;
      throw signal;
    }
  }

  /** Runs one command by its arguments: a built-in, a program of the image, or nothing of the kind (127). */
  *command(argv: readonly string[], streams: Streams): Run {
    const [name = ''] = argv;
    const input: CommandInput = {
      argv,
      state: this.state,
      stdin: streams.stdin,
      out: (text) => {
        streams.out(text);
      },
      err: (text) => {
        streams.err(text);
      },
      run: (inner, within) => this.command(inner, within),
    };
    const builtIn = builtIns.get(name);
    if (builtIn !== undefined) return yield* finished(builtIn(input));
    if (name === 'eval') return yield* this.script(argv.slice(1).join(' '), streams);
    if (name === 'exec' || name === 'command')
      return argv.length > 1 ? yield* this.command(argv.slice(1), streams) : 0;
    const { host } = this.state;
    if (isShell(name) && host.has(basename(name))) return yield* this.#subshell(argv, streams);
    const program = host.runProgram(argv);
    if (program !== undefined) {
      streams.err(program.output);
      return program.exitCode;
    }
    if (host.has(basename(name))) {
      const definition = byName.get(basename(name));
      if (definition !== undefined) return yield* finished(definition.run(input));
      return 0;
    }
    const script = host.files.read(host.files.resolve(name, this.state.workingDir));
    if (name.includes('/') && script !== undefined)
      return yield* this.#fork().script(script.replace(/^#!.*\n/, ''), streams);
    streams.err(
      name.includes('/') ? `sh: ${name}: No such file or directory\n` : `sh: ${name}: command not found\n`,
    );
    return 127;
  }

  #fork(positional: readonly string[] = this.state.positional): Interpreter {
    const { variables, exported } = this.state;
    return new Interpreter({
      ...this.state,
      variables: new Map(variables),
      exported: new Set(exported),
      positional,
    });
  }

  /** `sh -c '…'`, `sh file`, or `sh` fed by its standard input. */
  *#subshell(argv: readonly string[], streams: Streams): Run {
    const flags = argv.slice(1).filter((argument) => /^-[a-z]+$/.test(argument));
    const operands = argv.slice(1).filter((argument) => !/^-[a-z]+$/.test(argument));
    if (flags.some((flag) => flag.includes('c')))
      return yield* this.#fork(operands.slice(1)).script(operands[0] ?? '', streams);
    const [file] = operands;
    if (file === undefined)
      return yield* this.#fork().script(streams.stdin, {
        ...streams,
        stdin: '',
        out: (text) => {
          streams.out(text);
        },
        err: (text) => {
          streams.err(text);
        },
      });
    const text = this.state.host.files.read(this.state.host.files.resolve(file, this.state.workingDir));
    if (text === undefined) {
      streams.err(`${argv[0] ?? 'sh'}: ${file}: No such file or directory\n`);
      return 127;
    }
    return yield* this.#fork(operands).script(text, streams);
  }

  *#substitute(script: string, streams: Streams): Run<string> {
    let output = '';
    const inner = this.#fork();
    this.state.lastStatus = yield* inner.script(script, {
      stdin: streams.stdin,
      out: (text) => {
        output += text;
      },
      err: (text) => {
        streams.err(text);
      },
    });
    return output;
  }

  *#run(node: Node, streams: Streams): Run {
    if (this.#depth > 100) throw new ShellExit(2);
    this.#depth++;
    try {
      const status = yield* this.#runNode(node, streams);
      this.state.lastStatus = status;
      return status;
    } finally {
      this.#depth--;
    }
  }

  *#runNode(node: Node, streams: Streams): Run {
    switch (node.kind) {
      case 'list': {
        let status = 0;
        for (const item of node.items) status = yield* this.#run(item, streams);
        return status;
      }
      case 'and':
      case 'or': {
        const left = yield* this.#run(node.left, streams);
        return (left === 0) === (node.kind === 'and') ? yield* this.#run(node.right, streams) : left;
      }
      case 'pipeline':
        return yield* this.#pipeline(node.stages, node.isNegated, streams);
      case 'simple':
        return yield* this.#simple(node, streams);
      default:
        return yield* this.#compound(node, streams);
    }
  }

  *#compound(node: Node & { redirections: Redirection[] }, outer: Streams): Run {
    const redirected = yield* this.#redirect(node.redirections, outer);
    if (redirected === undefined) return 1;
    const { streams, close } = redirected;
    let status = 0;
    if (node.kind === 'group')
      status = node.isSubshell
        ? yield* this.#fork().nested(node.body, streams)
        : yield* this.#run(node.body, streams);
    else if (node.kind === 'loop') status = yield* this.#loop(node, streams);
    else if (node.kind === 'for') {
      const fields: string[] = [];
      for (const word of node.words)
        fields.push(
          ...(yield* expandFields(this.state, word, (script) => this.#substitute(script, streams))),
        );
      for (const field of fields) {
        this.state.variables.set(node.variable, field);
        const round = yield* this.#round(node.body, streams);
        if (round === 'break') break;
        if (round !== 'continue') status = round;
      }
    } else if (node.kind === 'if') {
      const branch = yield* this.#chooseBranch(node.branches, streams);
      const body = branch ?? node.otherwise;
      if (body !== undefined) status = yield* this.#run(body, streams);
    }
    close();
    return status;
  }

  *#chooseBranch(
    branches: readonly { condition: Node; body: Node }[],
    streams: Streams,
  ): Run<Node | undefined> {
    for (const { condition, body } of branches) if ((yield* this.#run(condition, streams)) === 0) return body;
    return undefined;
  }

  /** A subshell's body: what ends it ends only it. */
  *nested(body: Node, streams: Streams): Run {
    try {
      return yield* this.#run(body, streams);
    } catch (signal) {
      if (signal instanceof ShellExit) return signal.exitCode;
      throw signal;
    }
  }

  /** Waits inside a loop are periodic: they promise nothing new. */
  *#loop(node: Node & { kind: 'loop' }, streams: Streams): Run {
    let status = 0;
    for (let round = 1; ; round++) {
      const condition = yield* asPeriodic(this.#run(node.condition, streams));
      if ((condition === 0) === node.isUntil) return status;
      const result = yield* asPeriodic(this.#round(node.body, streams));
      if (result === 'break') return status;
      if (result !== 'continue') status = result;
      if (round % roundsAtOnce === 0) yield breath;
    }
  }

  *#round(body: Node, streams: Streams): Run<number | 'break' | 'continue'> {
    try {
      return yield* this.#run(body, streams);
    } catch (signal) {
      if (!(signal instanceof LoopControl)) throw signal;
      if (signal.levels > 1) throw new LoopControl(signal.kind, signal.levels - 1);
      return signal.kind;
    }
  }

  /** Each stage reads what the one before it printed. */
  *#pipeline(stages: readonly Node[], isNegated: boolean, streams: Streams): Run {
    let stdin = streams.stdin;
    let status = 0;
    for (const [index, stage] of stages.entries()) {
      const isLast = index === stages.length - 1;
      let output = '';
      const out = (text: string): void => {
        if (isLast) streams.out(text);
        else output += text;
      };
      status = yield* this.#fork().nested(stage, {
        stdin,
        out,
        err: (text) => {
          streams.err(text);
        },
      });
      stdin = output;
    }
    return isNegated ? Number(status === 0) : status;
  }

  *#simple({ assignments, words, redirections }: Node & { kind: 'simple' }, outer: Streams): Run {
    const substitute = (script: string): Run<string> => this.#substitute(script, outer);
    const argv: string[] = [];
    for (const word of words) argv.push(...(yield* expandFields(this.state, word, substitute)));
    const values: [string, string][] = [];
    for (const { name, value } of assignments)
      values.push([name, yield* expandText(this.state, value, substitute)]);
    const before = values.map(([name]) => [name, this.state.variables.get(name)] as const);
    for (const [name, value] of values) this.state.variables.set(name, value);
    const redirected = yield* this.#redirect(redirections, outer);
    if (redirected === undefined) return 1;
    if (argv.length === 0) {
      redirected.close();
      return 0;
    }
    const status = yield* this.command(argv, redirected.streams);
    redirected.close();
    for (const [name, value] of before) {
      if (value === undefined) this.state.variables.delete(name);
      else this.state.variables.set(name, value);
    }
    return status;
  }

  /** Streams after redirections; undefined when one failed. `close` writes what went to files. */
  *#redirect(
    redirections: readonly Redirection[],
    outer: Streams,
  ): Run<{ streams: Streams; close(): void } | undefined> {
    const nothing = { streams: outer, close: () => undefined };
    if (redirections.length === 0) return nothing;
    let { stdin } = outer;
    const sinks: ((text: string) => void)[] = [
      () => undefined,
      (text) => {
        outer.out(text);
      },
      (text) => {
        outer.err(text);
      },
    ];
    const { files } = this.state.host;
    for (const { descriptor, operator, target } of redirections) {
      const text = yield* expandText(this.state, target, (script) => this.#substitute(script, outer));
      if (operator === '<<') stdin = text;
      else if (operator === '<<<') stdin = `${text}\n`;
      else if (operator === '>&') {
        const sink = sinks[Number(text)];
        if (sink !== undefined) sinks[descriptor] = sink;
      } else {
        const path = files.resolve(text, this.state.workingDir);
        if (operator === '<') {
          const content = path === '/dev/null' ? '' : files.read(path);
          if (content === undefined) {
            outer.err(`sh: ${text}: No such file or directory\n`);
            return undefined;
          }
          stdin = content;
          continue;
        }
        const sink = this.#fileSink(path, operator === '>>', text, outer);
        if (sink === undefined) return undefined;
        if (descriptor === -1) sinks[1] = sinks[2] = sink;
        else sinks[descriptor] = sink;
      }
    }
    const [, out, err] = sinks;
    return {
      streams: {
        stdin,
        out: (text) => {
          out?.(text);
        },
        err: (text) => {
          err?.(text);
        },
      },
      close: () => undefined,
    };
  }

  #fileSink(
    path: string,
    isAppending: boolean,
    name: string,
    outer: Streams,
  ): ((text: string) => void) | undefined {
    const { files } = this.state.host;
    if (path === '/dev/null') return () => undefined;
    if (path === '/dev/stdout' || path === '/proc/1/fd/1')
      return (text) => {
        outer.out(text);
      };
    if (path === '/dev/stderr' || path === '/proc/1/fd/2')
      return (text) => {
        outer.err(text);
      };
    const failure = files.write(path, isAppending ? (files.read(path) ?? '') : '');
    if (failure !== undefined) {
      const texts = {
        'read-only': 'Read-only file system',
        'is-directory': 'Is a directory',
        'no-directory': 'No such file or directory',
      };
      outer.err(`sh: ${name}: ${texts[failure]}\n`);
      return undefined;
    }
    return (text) => {
      files.write(path, (files.read(path) ?? '') + text);
    };
  }
}

const isShell = (name: string): boolean => ['sh', 'bash', 'ash', 'dash'].includes(basename(name));

function* finished(result: number | Run): Run {
  return typeof result === 'number' ? result : yield* result;
}

function* asPeriodic<Result>(run: Run<Result>): Run<Result> {
  for (let step = run.next(); ; step = run.next()) {
    if (step.done === true) return step.value;
    yield { sleepMs: step.value.sleepMs, isIdle: true };
  }
}
