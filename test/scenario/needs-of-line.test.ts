/** What kubectl lines need of a lab. */
import { expect } from 'chai';
import { needsOfLine } from '../../src/scenario/needs-of-line.ts';

describe('needs of a kubectl line', () => {
  for (const [line, need] of [
    ['get nodes', undefined],
    ['describe node w1-k8s', undefined],
    ['delete pod node-exporter', undefined],
    ['exec -it nginx-pod -- cat /run/nginx.pid', 'exec'],
    ['kubectl drain w3-k8s --ignore-daemonsets', 'disruption'],
    ['get pods && cordon w3-k8s', 'disruption'],
    ['taint nodes w1-k8s a=b:NoSchedule', 'disruption'],
    ['label node w1-k8s disk=ssd', 'disruption'],
    ['delete node/w3-k8s', 'disruption'],
  ] as const)
    it(`${line}: ${need ?? 'nothing'}`, () => expect(needsOfLine(line)).to.equal(need));
});
