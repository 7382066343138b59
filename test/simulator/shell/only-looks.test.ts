/** Commands of containers that may be run again, and those that may not. */
import { expect } from 'chai';
import { onlyLooks } from '../../../src/simulator/index.ts';

const looking = [
  'cat /run/nginx.pid',
  'echo $COLOUR $(cat /etc/settings/colour)',
  "curl -s -o /dev/null -w '%{http_code}' http://web.blue; curl -s http://web",
  'cd /var/run; curl -s -H "Authorization: Bearer $(cat token)" https://kubernetes.default.svc/api',
  'curl -I --silent localhost 2>/dev/null | grep Server',
  'ls -l /tmp && df -h || mount',
  'env | sort | head -3',
  'if [ -f /a ]; then cat /a; else echo none; fi',
  'for f in /etc/*; do wc -c $f; done',
  'wget -qO- http://web',
  'nginx -v',
  'sh -c "cat /a"',
  'find / -name nginx.conf',
  "sed -n '1p' /etc/hosts < /dev/null",
];
const changing = [
  'kill 1',
  'echo a > /tmp/a',
  'echo a >> /tmp/a',
  'rm -rf /tmp/a',
  'echo $(rm /a)',
  'echo "${x:-$(rm /a)}"',
  'cat $(touch /a; echo /a)',
  'curl -d a=b http://web',
  'curl -X DELETE http://web',
  'curl -so /tmp/page http://web',
  'curl -O http://web/page',
  'wget http://web/page',
  'wget -O /tmp/page http://web',
  'sed -i s/a/b/ /etc/hosts',
  'find / -name a -delete',
  'awk \'BEGIN{system("rm /a")}\'',
  'env X=1 rm /a',
  'hostname other',
  '$COMMAND',
  'tail -f /var/log/a',
  'while true; do echo a; done',
  'dd if=/dev/zero of=/a',
  'nginx -s stop',
  'cat /a; rm /a',
  '(rm /a)',
  'cat /a | tee /b',
  'if true; then rm /a; fi',
  'echo "unfinished',
];

describe('what only looks in a container', () => {
  for (const script of looking)
    it(`looks: ${script}`, () => {
      expect(onlyLooks(['sh', '-c', script])).to.equal(true);
    });
  for (const script of changing)
    it(`may change something: ${script}`, () => {
      expect(onlyLooks(['sh', '-c', script])).to.equal(false);
    });
  it('takes programs with their arguments too', () => {
    expect(onlyLooks(['/bin/cat', '/etc/hosts'])).to.equal(true);
    expect(onlyLooks(['kill', '1'])).to.equal(false);
    expect(onlyLooks(['sh', '/script'])).to.equal(false);
    expect(onlyLooks([])).to.equal(false);
  });
});
