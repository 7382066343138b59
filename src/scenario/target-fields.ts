/** The keys by which a step names a container. */
import { fields } from '../document/index.ts';

export const targetFields = {
  pod: fields.text({
    summary: 'The name of the pod; captures may stand in it.',
    examples: ['nginx-pod', '$(victim)'],
  }),
  namespace: fields.text({ summary: 'The namespace of the pod. Default: the namespace of the scenario.' }),
  container: fields.text({ summary: 'The container. Default: the pod’s default container.' }),
} as const;
