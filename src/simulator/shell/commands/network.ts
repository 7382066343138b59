/** Commands that use the network: curl, wget, nslookup, ping. */
import { resolvePath } from '../command.ts';
import type { CommandDefinition, CommandInput, Run } from '../command.ts';

const curlCodes = { unresolved: 6, refused: 7, unreachable: 7, timeout: 28, reset: 52 } as const;

interface CurlOptions {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
  isSilent: boolean;
  showsErrors: boolean;
  headersOnly: boolean;
  withHeaders: boolean;
  failsOnError: boolean;
  output?: string;
  writeOut?: string;
  timeoutMs: number;
}

const valueFlags: Record<string, (options: CurlOptions, value: string) => void> = {
  '-X': (options, value) => { options.method = value; },
  '--request': (options, value) => { options.method = value; },
  '-H': (options, value) => { const [name = '', text = ''] = value.split(/:\s*(.*)/s, 2); options.headers[name] = text; },
  '--header': (options, value) => { const [name = '', text = ''] = value.split(/:\s*(.*)/s, 2); options.headers[name] = text; },
  '-d': (options, value) => { options.body = value; if (options.method === 'GET') options.method = 'POST'; },
  '--data': (options, value) => { options.body = value; if (options.method === 'GET') options.method = 'POST'; },
  '-o': (options, value) => { options.output = value; },
  '--output': (options, value) => { options.output = value; },
  '-w': (options, value) => { options.writeOut = value; },
  '--write-out': (options, value) => { options.writeOut = value; },
  '-m': (options, value) => { options.timeoutMs = Number(value) * 1000; },
  '--max-time': (options, value) => { options.timeoutMs = Number(value) * 1000; },
  '--connect-timeout': (options, value) => { options.timeoutMs = Number(value) * 1000; },
  '-u': () => undefined,
  '--cacert': () => undefined,
  '--cert': () => undefined,
  '--key': () => undefined,
  '-e': () => undefined,
  '-A': (options, value) => { options.headers['User-Agent'] = value; },
}; // prettier-ignore

const readCurl = (argv: readonly string[]): CurlOptions => {
  const options: CurlOptions = {
    url: '', method: 'GET', headers: { 'User-Agent': 'curl/7.64.0' }, isSilent: false, showsErrors: false, headersOnly: false, withHeaders: false, failsOnError: false, timeoutMs: 127_000,
  }; // prettier-ignore
  const letters = (text: string): void => {
    options.isSilent ||= text.includes('s');
    options.showsErrors ||= text.includes('S');
    options.headersOnly ||= text.includes('I');
    options.withHeaders ||= text.includes('i');
    options.failsOnError ||= text.includes('f');
  };
  for (let index = 1; index < argv.length; index++) {
    const argument = argv[index] ?? '';
    const takesValue = valueFlags[argument];
    if (takesValue !== undefined) takesValue(options, argv[++index] ?? '');
    else if (argument === '--silent') options.isSilent = true;
    else if (argument === '--show-error') options.showsErrors = true;
    else if (argument === '--head') options.headersOnly = true;
    else if (argument === '--include') options.withHeaders = true;
    else if (argument === '--fail') options.failsOnError = true;
    else if (/^-[A-Za-z]+$/.test(argument)) {
      const last = `-${argument.at(-1) ?? ''}`;
      letters(argument.slice(1));
      if (valueFlags[last] !== undefined) valueFlags[last](options, argv[++index] ?? '');
    } else if (!argument.startsWith('-')) options.url = argument;
  }
  if (options.headersOnly) options.method = 'HEAD';
  return options;
};

function* curl({ argv, state, out, err }: CommandInput): Run {
  const options = readCurl(argv);
  const { url, method, headers, body } = options;
  const result = state.host.request({ url, method, headers, ...(body === undefined ? {} : { body }) });
  if ('error' in result) {
    yield {
      sleepMs: result.error === 'timeout' ? options.timeoutMs : result.error === 'unreachable' ? 3000 : 1,
      isIdle: false,
    };
    if (!options.isSilent || options.showsErrors)
      err(`curl: (${curlCodes[result.error]}) ${result.message}\n`);
    return curlCodes[result.error];
  }
  yield { sleepMs: 2, isIdle: false };
  const head = `HTTP/1.1 ${result.status} ${result.statusText}\r\n${Object.entries(result.headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;
  const hasFailed = options.failsOnError && result.status >= 400;
  const text =
    (options.headersOnly || options.withHeaders ? head : '') +
    (options.headersOnly || hasFailed ? '' : result.body);
  if (options.output === undefined) out(text);
  else if (options.output !== '/dev/null') state.host.files.write(resolvePath(state, options.output), text);
  if (options.writeOut !== undefined)
    out(options.writeOut.replace(/%\{http_code\}/g, String(result.status)).replace(/\\n/g, '\n'));
  if (hasFailed && !options.isSilent)
    err(`curl: (22) The requested URL returned error: ${result.status} ${result.statusText}\n`);
  return hasFailed ? 22 : 0;
}

function* wget({ argv, state, out, err }: CommandInput): Run {
  const url =
    argv
      .slice(1)
      .filter((argument) => !argument.startsWith('-'))
      .at(-1) ?? '';
  const isQuiet = argv.some((argument) => /^-q/.test(argument));
  const flagIndex = argv.findIndex((argument) => /^-q?O/.test(argument));
  const attached = (argv[flagIndex] ?? '').replace(/^-q?O/, '');
  const target =
    flagIndex < 0
      ? (url.split('/').slice(3).at(-1) ?? '') || 'index.html'
      : attached !== ''
        ? attached
        : (argv[flagIndex + 1] ?? '-');
  const result = state.host.request({ url, headers: { 'User-Agent': 'Wget' } });
  const host = /^(?:https?:\/\/)?([^/:]+)/.exec(url)?.[1] ?? url;
  if ('error' in result) {
    yield { sleepMs: result.error === 'timeout' ? 127_000 : 1, isIdle: false };
    const texts = {
      refused: 'Connection refused',
      timeout: 'Connection timed out',
      unreachable: 'No route to host',
      reset: 'error getting response',
    };
    err(
      result.error === 'unresolved'
        ? `wget: bad address '${host}'\n`
        : `wget: can't connect to remote host (${state.host.resolve(host)[0] ?? host}): ${texts[result.error]}\n`,
    );
    return 1;
  }
  yield { sleepMs: 2, isIdle: false };
  if (!isQuiet) err(`Connecting to ${host} (${state.host.resolve(host)[0] ?? host}:80)\n`);
  if (result.status >= 400) {
    err(`wget: server returned error: HTTP/1.1 ${result.status} ${result.statusText}\n`);
    return 1;
  }
  if (target === '-') out(result.body);
  else state.host.files.write(resolvePath(state, target), result.body);
  return 0;
}

const nslookup = ({ argv, state, out, err }: CommandInput): number => {
  const [name = ''] = argv.slice(1).filter((argument) => !argument.startsWith('-'));
  const addresses = state.host.resolve(name);
  out('Server:    10.96.0.10\nAddress 1: 10.96.0.10 kube-dns.kube-system.svc.cluster.local\n\n');
  if (addresses.length === 0) {
    err(`nslookup: can't resolve '${name}'\n`);
    return 1;
  }
  out(`Name:      ${name}\n`);
  addresses.forEach((address, index) => {
    out(`Address ${index + 1}: ${address}\n`);
  });
  return 0;
};

export const networkCommands: readonly CommandDefinition[] = [
  { name: 'curl', run: curl },
  { name: 'wget', run: wget },
  { name: 'nslookup', run: nslookup },
];
