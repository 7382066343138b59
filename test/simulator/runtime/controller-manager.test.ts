import { expect } from 'chai';
import type { KubeObject } from '../../../src/kube/index.ts';
import { defineController, type Controller } from '../../../src/simulator/controller.ts';
import { ControllerManager } from '../../../src/simulator/runtime/index.ts';
import { bareWorld, by, configMap, value } from '../bare-world.ts';

const keyOf = (object: KubeObject): string => `${object.metadata.namespace}/${object.metadata.name}`;

const running = (controller: Controller, options: { qps?: number; burst?: number } = {}) => {
  const parts = bareWorld();
  const definition = defineController({
    name: 'test-controller',
    summary: '',
    ...options,
    create: () => controller,
  });
  const manager = new ControllerManager(parts.world, [definition]);
  manager.start();
  return { ...parts, manager };
};

const onConfigMaps = {
  resource: 'configmaps',
  keys: ({ object }: { object: KubeObject }) => [keyOf(object)],
};
const rest = (time: { isAtRest: boolean; step(): boolean }): void => {
  while (!time.isAtRest && time.step());
};

describe('controller manager', () => {
  it('does not look at a key again before it has seen its own writes', () => {
    let looks = 0;
    const { world, time } = running({
      watches: [onConfigMaps],
      reconcile(_key, view) {
        looks++;
        // Without its own writes in sight it would go on making secrets.
        if (view.list('secrets', 'default').length >= 3) return { actions: [] };
        const object = {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name: '', generateName: 's-', namespace: 'default' },
        };
        return { actions: [{ do: 'create', resource: 'secrets', object }], requeueAfterMs: 0 };
      },
    });
    value(world.api.create('configmaps', 'default', configMap('a'), by));
    rest(time);
    expect(value(world.api.list('secrets')).items).to.have.length(3);
    expect(looks).to.equal(4);
  });

  it('tries a failing key later and later', () => {
    const times: number[] = [];
    const { world, time } = running({
      watches: [onConfigMaps],
      reconcile(_key, _view, now) {
        times.push(now.ms);
        return times.length < 6 ? { actions: [{ do: 'fail', error: 'no' }] } : { actions: [] };
      },
    });
    value(world.api.create('configmaps', 'default', configMap('a'), by));
    rest(time);
    const gaps = times.slice(1).map((at, index) => at - times[index]!);
    expect(gaps).to.have.length(5);
    gaps.forEach((gap, index) => expect(gap).to.be.within(5 * 2 ** index, 5 * 2 ** index + 1));
  });

  it('does what follows an answer before what comes next', () => {
    const order: string[] = [];
    const create = (name: string) =>
      ({ do: 'create', resource: 'secrets', object: { ...configMap(name), kind: 'Secret' } }) as const;
    const { world, time } = running({
      watches: [onConfigMaps],
      reconcile: () =>
        order.length > 0
          ? { actions: [] }
          : {
              actions: [{ ...create('first'), then: () => [create('second')] }, { ...create('third') }],
            },
    });
    world.api.watch('secrets', {}, ({ object }) => order.push(object.metadata.name));
    value(world.api.create('configmaps', 'default', configMap('a'), by));
    rest(time);
    expect(order).to.deep.equal(['first', 'second', 'third']);
  });

  it('ends the list at a failure, unless the action may fail', () => {
    let looks = 0;
    const remove = { do: 'delete', resource: 'secrets', namespace: 'default', name: 'nothing' } as const;
    const made = (name: string) =>
      ({ do: 'create', resource: 'secrets', object: { ...configMap(name), kind: 'Secret' } }) as const;
    const { world, time } = running({
      watches: [onConfigMaps],
      reconcile() {
        looks++;
        if (looks === 1) return { actions: [remove, made('never')] };
        if (looks === 2) return { actions: [{ ...remove, mayFail: true }, made('once')] };
        return { actions: [] };
      },
    });
    value(world.api.create('configmaps', 'default', configMap('a'), by));
    rest(time);
    expect(value(world.api.list('secrets')).items.map(({ metadata }) => metadata.name)).to.deep.equal([
      'once',
    ]);
  });

  it('calls no faster than its client may', () => {
    let isDone = false;
    const { world, time } = running(
      {
        watches: [onConfigMaps],
        reconcile: () => {
          if (isDone) return { actions: [] };
          isDone = true;
          const actions = Array.from({ length: 50 }, (_, index) => ({
            do: 'create' as const,
            resource: 'secrets',
            object: { ...configMap(`s${index}`), kind: 'Secret' },
          }));
          return { actions };
        },
      },
      { qps: 20, burst: 30 },
    );
    const start = time.nowMs;
    value(world.api.create('configmaps', 'default', configMap('a'), by));
    rest(time);
    // Thirty at once, twenty more at twenty a second.
    expect(time.nowMs - start).to.be.within(950, 1300);
  });

  it('tells caches the changes of a resource in order', () => {
    const { world, time, manager } = running({ watches: [], reconcile: () => ({ actions: [] }) });
    const versions: number[] = [];
    manager
      .informer('configmaps')
      .onChange(({ object }) => versions.push(Number(object.metadata.resourceVersion)));
    for (let index = 0; index < 40; index++)
      value(world.api.create('configmaps', 'default', configMap(`c${index}`), by));
    rest(time);
    expect(versions).to.have.length(40);
    expect(versions).to.deep.equal([...versions].sort((a, b) => a - b));
  });
});
