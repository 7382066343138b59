/** What the API server warns of in objects that it takes: fields without effect, names that surprise, labels that are gone. @since k8s 1.22 */
export { warningsOf } from './warnings-of.ts';
