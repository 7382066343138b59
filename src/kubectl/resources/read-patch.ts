/** The text of a patch, JSON or YAML, as a value. */
import { parseDocument } from 'yaml';
import type { JsonValue } from '../../kube/index.ts';
import { KubectlError } from '../kubectl-error.ts';
import { yamlComplaint } from './yaml-complaint.ts';

/** `shown` is what an error quotes. @source k8s 1.20 apimachinery/pkg/util/yaml/decoder.go ToJSON */
export const readPatch = (text: string, shown: string): JsonValue => {
  // Upstream takes a text that starts with a brace for JSON and lets it through unread.
  if (/^\s*[{]/.test(text)) {
    try {
      return JSON.parse(text) as JsonValue;
    } catch {
      throw new KubectlError('invalid JSON document');
    }
  }
  const document = parseDocument(text, { version: '1.1', merge: true });
  const [error] = document.errors;
  if (error !== undefined) {
    throw new KubectlError(`unable to parse ${JSON.stringify(shown)}: yaml: ${yamlComplaint(error)}`);
  }
  return document.toJS() as JsonValue;
};
