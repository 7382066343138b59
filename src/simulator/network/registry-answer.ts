/** What a registry of the lab's own answers to the Docker Registry HTTP API V2: which repositories it holds, and their tags. */
import type { HttpAnswer } from '../../kube/index.ts';
import { reasonPhrase } from '../images/index.ts';
import type { Registries } from '../images/index.ts';

const answerJson = (status: number, value: unknown): HttpAnswer => ({
  status,
  statusText: reasonPhrase(status),
  headers: {
    'Content-Type': 'application/json; charset=utf-8',
    'Docker-Distribution-Api-Version': 'registry/2.0',
  },
  body: `${JSON.stringify(value)}\n`,
});

const refuse = (code: string, message: string, detail?: unknown): HttpAnswer =>
  answerJson(404, { errors: [{ code, message, ...(detail === undefined ? {} : { detail }) }] });

/**
 * The registry at "host:port"; undefined when the lab has none there.
 * @source distribution v2 docs/spec/api.md: base, catalog, tags
 */
export const answerRegistry = (
  registries: Registries,
  place: string,
  path: string,
): HttpAnswer | undefined => {
  const repositories = registries.at(place);
  if (repositories.length === 0) return undefined;
  const [route = ''] = path.split('?');
  if (route === '/v2/' || route === '/v2') return answerJson(200, {});
  if (route === '/v2/_catalog')
    return answerJson(200, { repositories: repositories.map(({ name }) => name) });
  const name = /^\/v2\/(.+)\/tags\/list$/.exec(route)?.[1];
  if (name === undefined)
    return {
      status: 404,
      statusText: reasonPhrase(404),
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
      body: '404 page not found\n',
    };
  const found = repositories.find((repository) => repository.name === name);
  return found === undefined
    ? refuse('NAME_UNKNOWN', 'repository name not known to registry', { name })
    : answerJson(200, { name, tags: found.tags });
};
