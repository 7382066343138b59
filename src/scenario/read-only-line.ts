/** Which kubectl lines only look at the cluster. */

const readOnlyCommands = new Set([
  'get',
  'describe',
  'logs',
  'top',
  'version',
  'api-resources',
  'api-versions',
  'cluster-info',
  'explain',
  'diff',
  'auth',
]);

/** Whether running the line again changes nothing: `get pods`, `rollout history deployment/x`. Lines of several commands count as changing. */
export const isReadOnlyLine = (line: string): boolean => {
  if (/&&|;/.test(line)) return false;
  const words = line
    .trim()
    .replace(/^kubectl\s+/, '')
    .split(/\s+/);
  const isWatching = words.some((word) => /^(-w|--watch(-only)?)(=true)?$/.test(word));
  if (words[0] === 'rollout') return words[1] === 'history' || words[1] === 'status';
  return !isWatching && readOnlyCommands.has(words[0] ?? '');
};
