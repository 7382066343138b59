/** What counts when two clusters are compared, and what does not. */
import { expect } from 'chai';
import { normaliseObject, normaliseOutput, normaliseText } from '../../../src/runner/compare/normalise.ts';
import type { KubeObject } from '../../../src/kube/index.ts';

describe('normalise', () => {
  it('replaces what is a time, an address, an id or generated', () => {
    expect(normaliseText('web-6f7f5bb4cd-x8k2p at 10.244.1.7')).to.equal('web-6f7f5bb4cd-????? at <ip>');
    expect(normaliseText('uid 0e997020-4a7d-47ee-b510-88455c759e96')).to.equal('uid <uid>');
    expect(normaliseText('Started: Sat, 21 Nov 2026 01:15:05 +0000')).to.equal('Started: <time>');
    expect(normaliseText('docker://2b1578be')).to.equal('docker://2b1578be');
  });

  it('takes the jobs of a CronJob for the same, whenever they were due', () => {
    expect(normaliseText('Created job tick-1611144060')).to.equal('Created job tick-<when>');
    expect(normaliseText('pod/tick-26852401-x8k2p')).to.equal('pod/tick-<when>-?????');
    expect(normaliseText('web-12345678abc of-20210120')).to.equal('web-12345678abc of-<when>');
  });

  it('keeps names that are words', () => {
    expect(normaliseText('nginx-start kube-proxy')).to.equal('nginx-start kube-proxy');
  });

  it('compares lists whatever the widths, ages, nodes and order', () => {
    const left = normaliseOutput(
      'kubectl get pods -o wide',
      'NAME    READY   AGE   IP         NODE\na-x8k2p 1/1 8s 10.244.1.7 w1-k8s\nb-x8k2p 1/1 2m3s 10.244.1.8 w2-k8s\n',
    );
    const right = normaliseOutput(
      'kubectl get pods -o wide',
      'NAME READY AGE IP NODE\nb-22222 1/1 3s 10.0.0.1 w3-k8s\na-22222 1/1 4s 10.0.0.2 w3-k8s\n',
    );
    expect(left).to.equal(right);
    expect(left).to.contain('a-????? 1/1 <age> <ip> <node>');
  });

  it('keeps of an answer its status, server and body, and of a load nothing', () => {
    const direct =
      'HTTP/1.1 200 OK\nServer: nginx/1.16.0\nDate: now\nConnection: close\n\nweb-x8k2p\n\nend\n';
    const proxied = 'HTTP/1.1 200 OK\ncache-control: no-cache\nserver: nginx/1.16.0\n\nweb-22222\n\nend\n';
    const line = 'GET http://192.168.1.101:30000/ × 5';
    expect(normaliseOutput(line, direct)).to.equal(normaliseOutput(line, proxied));
    expect(normaliseOutput(line, direct)).to.equal(
      'HTTP/1.1 200 OK\nServer: nginx/1.16.0\n\nweb-?????\n\nend\n',
    );
    expect(normaliseOutput('stop load visitor', 'sent 5 succeeded 5 failed 0\n')).to.equal('');
  });

  it('leaves out labels that a job has of its template, and no others', () => {
    const labels = { 'job-name': 'pi' };
    const jobWith = (own?: Record<string, string>): unknown =>
      normaliseObject({
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'pi', ...(own === undefined ? {} : { labels: own }) },
        spec: { template: { metadata: { labels } } },
      } as unknown as KubeObject);
    expect(jobWith(labels)).to.deep.equal(jobWith());
    expect(jobWith({ app: 'a' })).not.to.deep.equal(jobWith());
  });

  it('takes addresses of endpoints for the same, whichever pod has the lowest', () => {
    const endpoints = (...pods: string[]): KubeObject =>
      ({
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: { name: 'db' },
        subsets: [
          { addresses: pods.map((name, index) => ({ ip: `10.244.1.${index}`, targetRef: { name } })) },
        ],
      }) as unknown as KubeObject;
    const [one, other] = [endpoints('db-0', 'db-1', 'db-2'), endpoints('db-2', 'db-0', 'db-1')];
    expect(normaliseObject(one)).to.deep.equal(normaliseObject(other));
    expect(normaliseObject(one)).not.to.deep.equal(normaliseObject(endpoints('db-0', 'db-1')));
  });

  it('leaves out when endpoints changed, which chance keeps or not, and no other annotation', () => {
    const endpoints = (annotations?: Record<string, string>): KubeObject => ({
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: 'web', ...(annotations === undefined ? {} : { annotations }) },
    });
    const changed = { 'endpoints.kubernetes.io/last-change-trigger-time': '2026-11-21T07:00:00Z' };
    expect(normaliseObject(endpoints(changed))).to.deep.equal(normaliseObject(endpoints()));
    expect(normaliseObject(endpoints({ ...changed, mine: 'a' }))).to.deep.equal(
      normaliseObject(endpoints({ mine: 'a' })),
    );
    expect(normaliseObject(endpoints({ mine: 'a' }))).not.to.deep.equal(normaliseObject(endpoints()));
  });

  it('keeps status and the order of conditions', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a', uid: '1', resourceVersion: '7', creationTimestamp: '2026-01-01T00:00:00Z' },
      spec: { nodeName: 'w1-k8s' },
      status: { phase: 'Running', conditions: [{ type: 'Ready' }, { type: 'Initialized' }] },
    } as unknown as KubeObject;
    expect(normaliseObject(pod)).to.deep.equal({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a' },
      spec: { nodeName: '<node>' },
      status: { phase: 'Running', conditions: [{ type: 'Ready' }, { type: 'Initialized' }] },
    });
  });
});
