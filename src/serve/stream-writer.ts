/** Writes a stream to a client; one that does not read is cut off rather than buffered for without bound. */
import type { ServerResponse } from 'node:http';
import type { StreamSink } from '../simulator/index.ts';

/** Streams that can wait wait when this much is under way. */
const enoughBytes = 256 * 1024;
/** What may wait for a slow reader of those that cannot. */
const maximalBufferBytes = 16 * 1024 * 1024;

export const streamTo = (response: ServerResponse): StreamSink => ({
  write(text) {
    if (response.destroyed || response.writableEnded) return;
    response.write(text);
    if (response.writableLength > maximalBufferBytes) response.destroy();
  },
  end() {
    if (!response.destroyed) response.end();
  },
  isFull: () => response.writableLength > enoughBytes,
  onDrain: (run) => response.once('drain', run),
  cut: () => response.destroy(),
});
