/** Whole numbers as Go reads them. */
import { goAtoi } from '../../kube/index.ts';
import { KubectlError } from '../kubectl-error.ts';

/** @throws KubectlError with strconv's text */
export const goAtoiOf = (text: string): number => {
  const read = goAtoi(text);
  if ('error' in read) throw new KubectlError(read.error);
  return read.value;
};
