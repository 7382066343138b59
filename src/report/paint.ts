/** Colour for a terminal; without colour the same text, so that nothing is said by colour alone. */
import { styleText } from 'node:util';

export type Paint = (style: 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold', text: string) => string;

export const painter = (isColoured: boolean): Paint =>
  isColoured ? (style, text) => styleText(style, text, { validateStream: false }) : (_style, text) => text;
