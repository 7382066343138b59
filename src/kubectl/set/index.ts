/** The subcommands of `kubectl set`, a line each. */
import type { Command } from '../command.ts';
import { setEnv } from './env.ts';
import { setImage } from './image.ts';
import { setResources } from './resources.ts';
import { setSelector, setServiceAccount, setSubject } from './single-fields.ts';

export const setSubcommands: readonly Command[] = [
  setEnv,
  setImage,
  setResources,
  setSelector,
  setServiceAccount,
  setSubject,
];
