/** Jobs by the clock. */
export { cronJobController } from './cronjob-controller.ts';
