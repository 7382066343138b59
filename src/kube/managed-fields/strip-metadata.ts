/** Fields that nobody manages. @source k8s 1.20 fieldmanager/stripmeta.go */
import { FieldSet } from './field-set.ts';
import { fieldElement } from './path-element.ts';

const serversOwn = [
  'name',
  'namespace',
  'creationTimestamp',
  'selfLink',
  'uid',
  'clusterName',
  'generation',
  'managedFields',
  'resourceVersion',
];

const stripSet = FieldSet.of(
  [fieldElement('apiVersion')],
  [fieldElement('kind')],
  [fieldElement('metadata')],
  ...serversOwn.map((name) => [fieldElement('metadata'), fieldElement(name)]),
);

export const stripped = (fields: FieldSet): FieldSet => fields.difference(stripSet);
