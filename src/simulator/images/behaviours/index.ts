/** The kinds of images, a line each. */
import type { ImageBehaviour } from '../image.ts';
import { answer } from './answer.ts';
import { busybox, system } from './busybox.ts';
import { daemon, pause } from './daemon.ts';
import { echoAddress, echoHostname } from './echo.ts';
import { exits } from './exits.ts';
import { httpd } from './httpd.ts';
import { ingressController } from './ingress-controller.ts';
import { nginx } from './nginx.ts';

export const imageBehaviours: readonly ImageBehaviour[] = [
  nginx,
  echoHostname,
  echoAddress,
  answer,
  ingressController,
  busybox,
  system,
  httpd,
  daemon,
  pause,
  exits,
];
