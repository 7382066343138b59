import { expect } from 'chai';
import type { Namespace } from '../../../src/kube/index.ts';
import { createRestClient } from '../http/rest-client.ts';
import { bareWorld, by, pod, status, value } from '../bare-world.ts';

const labelled = (version: string, labels: Record<string, string>) => {
  const { api } = bareWorld({ version }).world;
  const object: Namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'strict', labels } };
  value(api.create('namespaces', undefined, object, by));
  const account = { metadata: { name: 'default' }, automountServiceAccountToken: false };
  value(api.create('serviceaccounts', 'strict', account, by));
  return (spec: object) => {
    const made = pod('web', { metadata: { name: 'web', namespace: 'strict' } });
    return api.create('pods', 'strict', { ...made, spec }, by);
  };
};

const plain = { containers: [{ name: 'nginx', image: 'nginx' }] };
const enforce = 'pod-security.kubernetes.io/enforce';

const hardened = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [
    {
      name: 'nginx',
      image: 'nginx',
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    },
  ],
};

describe('PodSecurity', () => {
  it('lets only hardened pods into a restricted namespace', () => {
    const create = labelled('1.25', { [enforce]: 'restricted' });
    expect(status(create(plain)).message).to.equal(
      'pods "web" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "nginx" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "nginx" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "nginx" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "nginx" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    );
    value(create(hardened));
  });

  it('keeps privileges out of a baseline namespace', () => {
    const create = labelled('1.23', { [enforce]: 'baseline', [`${enforce}-version`]: 'v1.23' });
    const volumes = [{ name: 'root', hostPath: { path: '/' } }];
    const [container] = plain.containers;
    const securityContext = { privileged: true, capabilities: { add: ['SYS_ADMIN'] } };
    const spec = { hostNetwork: true, volumes, containers: [{ ...container, securityContext }] };
    expect(status(create(spec)).message).to.equal(
      'pods "web" is forbidden: violates PodSecurity "baseline:v1.23": non-default capabilities (container "nginx" must not include "SYS_ADMIN" in securityContext.capabilities.add), host namespaces (hostNetwork=true), hostPath volumes (volume "root"), privileged (container "nginx" must not set securityContext.privileged=true)',
    );
    value(create(plain));
  });

  it('asks nothing before 1.23, or of a privileged namespace', () => {
    value(labelled('1.22', { [enforce]: 'restricted' })(plain));
    value(labelled('1.25', { [enforce]: 'privileged' })(plain));
  });

  it('warns of pods and templates where it is only asked to warn', () => {
    const { ask, pass } = createRestClient('1.25');
    const headers = { 'content-type': 'application/json' };
    const metadata = { name: 'careful', labels: { 'pod-security.kubernetes.io/warn': 'baseline' } };
    ask('POST', '/api/v1/namespaces', { body: { metadata }, headers });
    pass(2);
    const template = { metadata: { labels: { app: 'web' } }, spec: { ...plain, hostPID: true } };
    const spec = { selector: { matchLabels: { app: 'web' } }, template };
    const made = ask('POST', '/apis/apps/v1/namespaces/careful/deployments', {
      body: { metadata: { name: 'web' }, spec },
      headers,
    });
    expect(made.status).to.equal(201);
    expect(made.headers['warning']).to.deep.equal([
      String.raw`299 - "would violate PodSecurity \"baseline:latest\": host namespaces (hostPID=true)"`,
    ]);
  });
});
