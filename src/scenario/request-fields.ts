/** The keys that describe an HTTP request. */
import { fields, required } from '../document/index.ts';
import { targetFields } from './target-fields.ts';

export const requestFields = {
  url: fields.text({
    summary: 'The address; captures may stand in it.',
    examples: ['http://$(podIp)/', 'http://192.168.1.101:30000'],
  }),
  method: fields.word(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH'], {
    summary: 'The method. Default: GET.',
  }),
  headers: fields.record(fields.text({ summary: '' }), { summary: 'Headers to send.' }),
  body: fields.text({ summary: 'The body to send.' }),
  timeout: fields.duration({ summary: 'How long to wait for one answer. Default: 5s.' }),
  from: fields.object(
    { ...targetFields, pod: required(targetFields.pod) },
    { summary: 'The pod that sends the request. Default: a machine of the lab’s network.' },
  ),
} as const;
