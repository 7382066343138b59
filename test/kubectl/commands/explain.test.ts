/** kubectl explain, and other commands on kinds that a definition makes. */
import { expect } from 'chai';
import { kubectlOnSimulator } from '../kubectl-on-simulator.ts';

const definition = JSON.stringify({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'crontabs.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'crontabs', kind: 'CronTab', shortNames: ['ct'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            description: 'A table of times. '.repeat(6).trim(),
            required: ['spec'],
            properties: {
              spec: {
                type: 'object',
                properties: { when: { type: 'string' }, steps: { type: 'array', items: { type: 'string' } } },
              },
            },
          },
        },
        additionalPrinterColumns: [{ name: 'When', type: 'string', jsonPath: '.spec.when' }],
      },
    ],
  },
});

const object = JSON.stringify({
  apiVersion: 'example.com/v1',
  kind: 'CronTab',
  metadata: { name: 'one' },
  spec: { when: 'now' },
});

const withCronTabs = async () => {
  const kubectl = kubectlOnSimulator({ '/root/crd.yaml': definition, '/root/one.yaml': object });
  await kubectl.out('apply -f crd.yaml');
  kubectl.backend.simulator.runUntil(kubectl.backend.simulator.nowMs() + 1000);
  return kubectl;
};

describe('kubectl explain', () => {
  it('tells fields and types of built-in kinds', async () => {
    const kubectl = kubectlOnSimulator();
    expect(await kubectl.out('explain deploy.spec.template.spec.containers.resources.limits')).to.equal(
      'KIND:     Deployment\nVERSION:  apps/v1\n\nFIELD:    limits <map[string]string>\n\nDESCRIPTION:\n     <empty>\n',
    );
    const ports = await kubectl.out('explain pod.spec.containers.ports');
    expect(ports).to.include(
      'RESOURCE: ports <[]Object>\n\nDESCRIPTION:\n     <empty>\n\nFIELDS:\n   containerPort\t<integer> -required-\n\n',
    );
    expect(await kubectl.fails('explain pods.spec.nope')).to.equal('error: field "nope" does not exist\n');
  });

  it('ends where a type holds itself', async () => {
    const text = await kubectlOnSimulator().out('explain crd --recursive');
    expect(text).to.match(/^ +openAPIV3Schema\t<Object>\n(?: +\S+\t<.*>\n)+/m);
    expect(text).to.match(/^ +not\t<Object>\n +nullable\t<boolean>$/m);
  });

  it('tells custom kinds with their descriptions, in lines of 80 columns', async () => {
    const kubectl = await withCronTabs();
    const text = await kubectl.out('explain ct');
    expect(text).to.include(
      '     A table of times. A table of times. A table of times. A table of times. A\n     table of times. A table of times.',
    );
    expect(text).to.include('   spec\t<Object> -required-\n');
    expect(await kubectl.out('explain ct --recursive')).to.include(
      '   spec\t<Object>\n      steps\t<[]string>\n      when\t<string>\n',
    );
  });
});

describe('kubectl on custom kinds', () => {
  it('sorts the rows that the server prints', async () => {
    const kubectl = await withCronTabs();
    await kubectl.out('create -f one.yaml');
    expect(await kubectl.out('get ct --sort-by=.spec.when')).to.equal('NAME   WHEN\none    now\n');
  });

  it('refuses what needs a type of its own', async () => {
    const kubectl = await withCronTabs();
    await kubectl.out('create -f one.yaml');
    const unregistered =
      'error: no kind "CronTab" is registered for version "example.com/v1" in scheme "k8s.io/kubectl/pkg/scheme/scheme.go:28"\n';
    for (const line of [
      'rollout status ct/one',
      'set image ct/one a=b',
      'logs ct/one',
      'expose ct one --port=80',
    ])
      expect(await kubectl.fails(line), line).to.equal(unregistered);
    expect(await kubectl.fails('patch ct one -p {} --dry-run=client')).to.equal(
      'error: cannot apply strategic merge patch for example.com/v1, Kind=CronTab locally, try --type merge\n',
    );
    expect(await kubectl.fails('scale ct one --replicas=2')).to.equal(
      'Error from server (NotFound): crontabs.example.com "one" not found\n',
    );
  });
});
