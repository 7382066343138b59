/** The kinds of images, a line each. */
import type { ImageBehaviour } from '../image.ts';
import { busybox, system } from './busybox.ts';
import { daemon, pause } from './daemon.ts';
import { echoAddress, echoHostname } from './echo.ts';
import { exits } from './exits.ts';
import { httpd } from './httpd.ts';
import { nginx } from './nginx.ts';

export const imageBehaviours: readonly ImageBehaviour[] = [
  nginx,
  echoHostname,
  echoAddress,
  busybox,
  system,
  httpd,
  daemon,
  pause,
  exits,
];
