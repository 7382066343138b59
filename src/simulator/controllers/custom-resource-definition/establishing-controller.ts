/** Opens what has its names. @source k8s 1.20 apiextensions-apiserver/pkg/controller/establish/establishing_controller.go */
import { defineController } from '../../controller.ts';
import { definitionOf, definitions, isTrue, withCondition, writeStatus } from './definition-conditions.ts';

const established = {
  type: 'Established',
  status: 'True',
  reason: 'InitialNamesAccepted',
  message: 'the initial names have been accepted',
};

export const establishingController = defineController({
  name: 'crd-establishing-controller',
  summary: 'Opens custom resources whose names are accepted.',
  create: () => ({
    watches: [
      { resource: definitions, keys: ({ object, isDeleted }) => (isDeleted ? [] : [object.metadata.name]) },
    ],
    reconcile(key, view, now) {
      const crd = definitionOf(view, key);
      if (crd === undefined || !isTrue(crd, 'NamesAccepted') || isTrue(crd, 'Established'))
        return { actions: [] };
      return { actions: [writeStatus(withCondition(crd, established, now.time))] };
    },
  }),
});
