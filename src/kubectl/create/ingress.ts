/** `kubectl create ingress`. */
import { KubectlError } from '../kubectl-error.ts';
import { defineCreate } from './define-create.ts';

const rulePattern =
  /^(?<host>[\w*\-.]*)(?<path>\/[^=]*)=(?<service>[\w-]+):(?<port>[\w-]+)(?:,\s*(?<tls>tls)(?:=(?<secret>[\w-]*))?)?$/;
const backendPattern = /^(?<service>[\w-]+):(?<port>[\w-]+)$/;

const backendOf = (name: string, port: string): unknown => ({
  service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } },
});

interface Rule {
  host: string;
  path: string;
  service: string;
  port: string;
  tls?: string;
  secret?: string;
}

const readRule = (text: string): Rule => {
  const match = rulePattern.exec(text);
  if (match === null)
    throw new KubectlError(
      `rule ${text} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`,
    );
  return match.groups as unknown as Rule;
};

/** "/path*" stands for everything below. */
const pathOf = ({ path, service, port }: Rule): unknown => {
  const isPrefix = path.endsWith('*');
  const trimmed = isPrefix ? path.slice(0, path.lastIndexOf('*')) : path;
  return { path: trimmed, pathType: isPrefix ? 'Prefix' : 'Exact', backend: backendOf(service, port) };
};

/** @source k8s 1.20 kubectl/pkg/cmd/create/create_ingress.go */
export const ingress = defineCreate({
  name: 'ingress',
  aliases: ['ing'],
  summary: 'Create an ingress with the specified name',
  use: 'create ingress NAME --rule=host/path=service:port[,tls[=secret]]',
  flags: {
    class: { type: 'string' },
    rule: { type: 'stringArray' },
    'default-backend': { type: 'string' },
    annotation: { type: 'stringArray' },
  },
  failsAs: 'ingress',
  build(name, { flags }) {
    const backendText = flags['default-backend'];
    if (flags.rule.length === 0 && backendText === '') {
      throw new KubectlError(
        'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
      );
    }
    const rules = flags.rule.map(readRule);
    const broken = flags.annotation.find((text) => !text.includes('='));
    if (broken !== undefined)
      throw new KubectlError(`annotation ${broken} is invalid and should be in format key=[value]`);
    const backend = backendPattern.exec(backendText)?.groups;
    if (backendText !== '' && backend === undefined)
      throw new KubectlError('default-backend should be in format servicename:serviceport');
    const annotations = Object.fromEntries(
      flags.annotation.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]),
    );
    const hosts = [...new Set(rules.map(({ host }) => host))];
    const secrets = new Map<string, string[]>();
    for (const { host, tls, secret = '' } of rules)
      if (tls !== undefined)
        secrets.set(secret, [...new Set([...(secrets.get(secret) ?? []), ...(host === '' ? [] : [host])])]);
    const tls = [...secrets].map(([secretName, names]) => ({
      ...(names.length > 0 ? { hosts: names } : {}),
      ...(secretName === '' ? {} : { secretName }),
    }));
    return {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name, ...(flags.annotation.length > 0 ? { annotations } : {}) },
      spec: {
        ...(flags.class === '' ? {} : { ingressClassName: flags.class }),
        ...(backend === undefined ? {} : { defaultBackend: backendOf(backend.service!, backend.port!) }),
        ...(tls.length > 0 ? { tls } : {}),
        ...(rules.length > 0
          ? {
              rules: hosts.map((host) => ({
                ...(host === '' ? {} : { host }),
                http: { paths: rules.filter((rule) => rule.host === host).map(pathOf) },
              })),
            }
          : {}),
      },
    };
  },
});
