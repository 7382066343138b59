/** Writes core/v1 Events as client-go's recorder does: correlated, then created or, for a repeat, patched. */
import type { Event, KubeObject, ObjectReference } from '../../kube/index.ts';
import { createOwnEvent, type ApiServer, type ServerCore } from '../apiserver/index.ts';
import type { EventRequest, World } from '../world.ts';
import { EventCorrelator, type Correlated } from './event-correlator.ts';
import { EventMoments } from './event-moments.ts';

/** @source k8s 1.20 client-go/tools/reference/ref.go GetReference */
const referenceTo = (
  { apiVersion, kind, metadata }: KubeObject,
  fieldPath: string | undefined,
): ObjectReference => {
  const reference: ObjectReference = { kind, name: metadata.name, apiVersion };
  if (metadata.namespace !== undefined) reference.namespace = metadata.namespace;
  if (metadata.uid !== undefined) reference.uid = metadata.uid;
  if (metadata.resourceVersion !== undefined) reference.resourceVersion = metadata.resourceVersion;
  if (fieldPath !== undefined) reference.fieldPath = fieldPath;
  return reference;
};

export class EventRecorder {
  readonly #host: Pick<World, 'nowMs' | 'nowTime' | 'random'>;
  readonly #api: ApiServer;
  readonly #core: ServerCore;
  readonly #moments: EventMoments;
  /** Each component has a recorder, and a correlator, of its own. */
  readonly #correlators = new Map<string, EventCorrelator>();

  constructor(host: Pick<World, 'nowMs' | 'nowTime' | 'random'>, api: ApiServer, core: ServerCore) {
    this.#host = host;
    this.#core = core;
    this.#api = api;
    this.#moments = new EventMoments(host.random('events'));
  }

  /** `send` carries the write out, at once or later; of a dropped event it hears nothing. */
  record(request: EventRequest, send: (write: () => void) => void): void {
    const { about, component, host = '', type, reason, message, fieldPath } = request;
    const source = `${component}/${host}`;
    let correlator = this.#correlators.get(source);
    if (correlator === undefined) this.#correlators.set(source, (correlator = new EventCorrelator()));
    const { namespace = '', name, uid = '' } = about.metadata;
    const subject = uid === '' ? `${about.kind}/${namespace}/${name}` : uid;
    const statement = { type, reason, message, fieldPath };
    const correlated = correlator.correlate(subject, statement, this.#host.nowMs());
    if (correlated === undefined) return;
    const lastTimestamp = this.#host.nowTime();
    const by = { user: host === '' ? component : source };
    const { earlier } = correlated;
    if (earlier === undefined) {
      const event = this.#newEvent(request, correlated, 1, lastTimestamp, lastTimestamp);
      send(() => createOwnEvent(this.#core, event, by));
      return;
    }
    const patch = { count: earlier.count, lastTimestamp, message: correlated.message };
    send(() => {
      const answer = this.#api.patch(
        'events',
        earlier.namespace,
        earlier.name,
        'merge-patch+json',
        patch,
        by,
      );
      if (answer.ok || answer.status.reason !== 'NotFound') return;
      // It has expired, or was deleted: written anew, with its count.
      const event = this.#newEvent(request, correlated, patch.count, earlier.firstTimestamp, lastTimestamp);
      createOwnEvent(this.#core, event, by);
    });
  }

  #newEvent(
    { about, type, reason, component, host, fieldPath }: EventRequest,
    { message, remember }: Correlated,
    count: number,
    firstTimestamp: string,
    lastTimestamp: string,
  ): Event {
    const { name: subject, namespace = 'default' } = about.metadata;
    const name = `${subject}.${this.#moments.at(this.#host.nowMs())}`;
    remember({ count, firstTimestamp, name, namespace });
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
      involvedObject: referenceTo(about, fieldPath),
      reason,
      message,
      source: host === undefined ? { component } : { component, host },
      firstTimestamp,
      lastTimestamp,
      count,
      type,
      eventTime: null,
      reportingComponent: '',
      reportingInstance: '',
    };
  }
}
