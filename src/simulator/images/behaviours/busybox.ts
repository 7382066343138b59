/** busybox (and other plain systems): a shell and commands, no service; what runs is the container's command. */
import { busyboxCommands, fullCommands } from '../command-sets.ts';
import { defineImageBehaviour } from '../image.ts';

const files = {
  '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
  '/etc/group': 'root:x:0:\n',
};

export const busybox = defineImageBehaviour({
  name: 'busybox',
  summary: 'a shell and the commands of busybox; ends at once when nothing keeps its shell busy',
  build: () => ({ command: ['sh'], commands: busyboxCommands, files, startMs: [60, 200] }),
});

export const system = defineImageBehaviour({
  name: 'system',
  summary: 'a Linux system with bash, curl and the usual commands',
  build: () => ({ command: ['bash'], commands: fullCommands, files, startMs: [80, 250] }),
});
