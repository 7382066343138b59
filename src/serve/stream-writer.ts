/** Writes a stream to a client; one that does not read is cut off rather than buffered for without bound. */
import type { ServerResponse } from 'node:http';
import type { StreamSink } from '../simulator/index.ts';

/** What may wait for a slow reader. */
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
});
