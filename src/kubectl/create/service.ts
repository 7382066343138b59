/** `kubectl create service clusterip|nodeport|loadbalancer|externalname`. */
import { dns1123SubdomainErrors, portNameErrors, portNumberErrors } from '../../kube/index.ts';
import { defineCommand } from '../command.ts';
import type { Command } from '../command.ts';
import type { FlagDefinitions } from '../flags.ts';
import { KubectlError } from '../kubectl-error.ts';
import { defineCreate } from './define-create.ts';

interface Port {
  port: number;
  targetPort: number | string;
}

/** @source k8s.io/utils/net ParsePort */
const portOf = (text: string): number => {
  const complain = (why: string): KubectlError =>
    new KubectlError(`strconv.ParseUint: parsing ${JSON.stringify(text)}: ${why}`);
  if (!/^\d+$/.test(text)) throw complain('invalid syntax');
  if (Number(text) > 65535) throw complain('value out of range');
  return Number(text);
};

/** "80", "80:8080", "80:http". @source k8s 1.20 kubectl/pkg/cmd/create/create_service.go parsePorts */
const readPort = (text: string): Port => {
  const [first = '', target] = text.split(':');
  const port = portOf(first);
  if (target === undefined) return { port, targetPort: port };
  const isNumber = /^[+-]?\d+$/.test(target);
  const errors = isNumber ? portNumberErrors(Number(target)) : portNameErrors(target);
  if (errors.length > 0) throw new KubectlError(errors.join(','));
  return { port, targetPort: isNumber ? Number(target) : target };
};

interface ServiceFlags {
  tcp: string[];
  clusterip?: string;
  'node-port'?: number;
  'external-name'?: string;
}

const createService = (
  name: string,
  type: string,
  flags: FlagDefinitions = {},
  requiredFlags: readonly string[] = [],
): Command =>
  defineCreate({
    name,
    summary: `Create a ${type} service`,
    use: `create service ${name} NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none]`,
    flags: { tcp: { type: 'stringSlice' }, ...flags },
    requiredFlags: requiredFlags as never,
    failsAs: `${type} service`,
    build(service, line) {
      const { tcp, clusterip = '', ...given } = line.flags as unknown as ServiceFlags;
      const isHeadless = clusterip === 'None';
      if (tcp.length === 0 && !isHeadless && type !== 'ExternalName')
        throw new KubectlError('at least one tcp port specifier must be provided');
      const externalName = given['external-name'];
      if (externalName !== undefined && dns1123SubdomainErrors(externalName).length > 0)
        throw new KubectlError(`invalid service external name ${externalName}`);
      const nodePort = given['node-port'] ?? 0;
      const ports = tcp.map((text) => ({
        name: text.replaceAll(':', '-'),
        protocol: 'TCP',
        ...readPort(text),
        ...(nodePort === 0 ? {} : { nodePort }),
      }));
      const labels = { app: service };
      return {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: service, labels },
        spec: {
          ...(ports.length > 0 ? { ports } : {}),
          selector: labels,
          ...(clusterip === '' ? {} : { clusterIP: clusterip }),
          type,
          ...(externalName === undefined ? {} : { externalName }),
        },
      };
    },
  });

export const service = defineCommand({
  name: 'service',
  aliases: ['svc'],
  summary: 'Create a service using specified subcommand',
  use: 'create service',
  helpTo: 'stderr',
  subcommands: [
    createService('clusterip', 'ClusterIP', { clusterip: { type: 'string' } }),
    createService('externalname', 'ExternalName', { 'external-name': { type: 'string' } }, ['external-name']),
    createService('loadbalancer', 'LoadBalancer'),
    createService('nodeport', 'NodePort', { 'node-port': { type: 'int' } }),
  ],
});
