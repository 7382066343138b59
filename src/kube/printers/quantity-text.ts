/** A quantity in its canonical form, as Go's Quantity.String() prints it. */
import { formatQuantity, parseQuantity } from '../quantity.ts';

/** "1024Mi" is "1Gi"; an absent quantity is "0". */
export const quantityText = (text: string | number | undefined): string =>
  text === undefined ? '0' : formatQuantity(parseQuantity(text));
