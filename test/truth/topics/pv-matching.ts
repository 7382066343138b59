/** Topic pv_matching: which volume a claim binds. */
import { findVolume } from '../../../src/simulator/controllers/persistent-volume/find-volume.ts';
import { defineTopic } from '../topic.ts';

export const pvMatching = defineTopic({
  name: 'pv_matching',
  run: ({ claim, volumes }) => ({ volume: findVolume(volumes, claim)?.metadata.name ?? null }),
});
