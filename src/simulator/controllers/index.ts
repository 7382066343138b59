/** The controllers of the controller manager, a line each. */
import type { ControllerDefinition } from '../controller.ts';
import { deploymentController } from './deployment/index.ts';

export const controllers: readonly ControllerDefinition[] = [deploymentController];
