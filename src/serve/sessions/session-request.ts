/** What a request for a session asks for: which container, which command, which streams. */
import { parseResourcePath, type ApiRequest } from '../../simulator/index.ts';

export interface SessionRequest {
  kind: 'exec' | 'attach' | 'portforward';
  namespace: string;
  pod: string;
  container: string | undefined;
  command: string[];
  stdin: boolean;
  stdout: boolean;
  stderr: boolean;
  tty: boolean;
  /** Where the ports stand in the query. */
  ports: number[];
}

const isTrue = (value: string | null): boolean => value === 'true' || value === '1';

/** Undefined when the path is none of a session. */
export const parseSession = ({ path, query }: ApiRequest): SessionRequest | undefined => {
  const parsed = parseResourcePath(path);
  if (parsed?.resource !== 'pods' || parsed.group !== '' || parsed.name === undefined) return undefined;
  const { namespace, name, subresource } = parsed;
  if (namespace === undefined) return undefined;
  if (subresource !== 'exec' && subresource !== 'attach' && subresource !== 'portforward') return undefined;
  const container = query.get('container') ?? '';
  const tty = isTrue(query.get('tty'));
  return {
    kind: subresource,
    namespace,
    pod: name,
    container: container === '' ? undefined : container,
    command: query.getAll('command'),
    stdin: isTrue(query.get('stdin')),
    stdout: isTrue(query.get('stdout')),
    stderr: isTrue(query.get('stderr')) && !tty,
    tty,
    ports: query
      .getAll('ports')
      .flatMap((text) => text.split(','))
      .map(Number)
      .filter((port) => Number.isInteger(port) && port > 0),
  };
};
