/** The names of a custom resource, its printer columns and its subresources. */
import { dns1035LabelErrors } from '../names.ts';
import type {
  CustomResourceNames,
  CustomResourceVersion,
  PrinterColumnDefinition,
} from '../objects/index.ts';
import { invalid, required, type FieldError } from './field-error.ts';
import type { FieldPath } from './field-path.ts';

const checkLabel = (errors: FieldError[], path: FieldPath, value: string, isMixed = false): void => {
  if (value === '') return;
  const texts = dns1035LabelErrors(isMixed ? value.toLowerCase() : value);
  const detail = texts.join(',');
  if (texts.length > 0)
    errors.push(
      invalid(path, value, isMixed ? `may have mixed case, but should otherwise match: ${detail}` : detail),
    );
};

/** @source k8s 1.20 apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go ValidateCustomResourceDefinitionNames */
export const checkNames = (errors: FieldError[], path: FieldPath, names: CustomResourceNames): void => {
  const { plural, singular = '', kind, listKind = '', shortNames = [], categories = [] } = names;
  checkLabel(errors, path.child('plural'), plural);
  checkLabel(errors, path.child('singular'), singular);
  checkLabel(errors, path.child('kind'), kind, true);
  checkLabel(errors, path.child('listKind'), listKind, true);
  const checkEach = (field: string, list: readonly string[]): void => {
    list.forEach((name, index) => {
      const texts = dns1035LabelErrors(name);
      if (texts.length > 0) errors.push(invalid(path.child(field).index(index), name, texts.join(',')));
    });
  };
  checkEach('shortNames', shortNames);
  if (kind !== '' && kind === listKind)
    errors.push(invalid(path.child('listKind'), listKind, 'kind and listKind may not be the same'));
  checkEach('categories', categories);
};

const columnTypes = ['boolean', 'date', 'integer', 'number', 'string'];
const columnFormats = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

const isSimplePath = (errors: FieldError[], path: FieldPath, text: string): boolean => {
  if (text.startsWith('.')) return true;
  errors.push(invalid(path, text, 'must be a simple json path starting with .'));
  return false;
};

/** @source k8s 1.20 apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go ValidateCustomResourceColumnDefinition */
export const checkColumns = (
  errors: FieldError[],
  path: FieldPath,
  columns: readonly PrinterColumnDefinition[] | undefined,
): void => {
  (columns ?? []).forEach(({ name, type, format = '', jsonPath }, index) => {
    const here = path.index(index);
    if (name === '') errors.push(required(here.child('name')));
    const oneOf = `must be one of ${columnTypes.join(',')}`;
    if (type === '') errors.push(required(here.child('type'), oneOf));
    else if (!columnTypes.includes(type)) errors.push(invalid(here.child('type'), type, oneOf));
    if (format !== '' && !columnFormats.includes(format))
      errors.push(invalid(here.child('format'), format, `must be one of ${columnFormats.join(',')}`));
    if (jsonPath === '') errors.push(required(here.child('JSONPath')));
    else isSimplePath(errors, here.child('JSONPath'), jsonPath);
  });
};

/** @source k8s 1.20 apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go ValidateCustomResourceDefinitionSubresources */
export const checkSubresources = (
  errors: FieldError[],
  path: FieldPath,
  subresources: CustomResourceVersion['subresources'],
): void => {
  const scale = subresources?.scale;
  if (scale === undefined) return;
  const check = (field: 'specReplicasPath' | 'statusReplicasPath', root: string): void => {
    const here = path.child(`scale.${field}`);
    const text = scale[field];
    if (text === '') errors.push(required(here));
    else if (isSimplePath(errors, here, text) && !text.startsWith(`.${root}.`))
      errors.push(invalid(here, text, `should be a json path under .${root}`));
  };
  check('specReplicasPath', 'spec');
  check('statusReplicasPath', 'status');
  const { labelSelectorPath = '' } = scale;
  const here = path.child('scale.labelSelectorPath');
  if (labelSelectorPath !== '' && isSimplePath(errors, here, labelSelectorPath)) {
    if (!/^\.(?:spec|status)\./.test(labelSelectorPath))
      errors.push(invalid(here, labelSelectorPath, 'should be a json path under either .spec or .status'));
  }
};
