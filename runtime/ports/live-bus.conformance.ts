// What every live bus keeps to.
import { describe, expect, it, vi } from 'vitest';
import type { Json } from '#nodes/kit/json.ts';
import type { LiveBus } from './live-bus.ts';

export function liveBusConformance(name: string, open: () => LiveBus): void {
  describe(`${name} as a live bus`, () => {
    it('delivers to every listener of the topic in order, and to no other', async () => {
      const bus = open();
      const [one, two, other]: [Json[], Json[], Json[]] = [[], [], []];
      bus.subscribe('session:a', (event) => one.push(event));
      bus.subscribe('session:a', (event) => two.push(event));
      bus.subscribe('session:b', (event) => other.push(event));
      for (let i = 0; i < 100; i += 1) bus.publish('session:a', { i });
      await vi.waitUntil(() => one.length === 100 && two.length === 100);
      expect(one).toEqual(Array.from({ length: 100 }, (_, i) => ({ i })));
      expect(two).toEqual(one);
      expect(other).toEqual([]);
    });

    it('forgets who stopped listening, and an unheard event is nobody else’s', async () => {
      const bus = open();
      const heard: Json[] = [];
      const stop = bus.subscribe('t', (event) => heard.push(event));
      expect(bus.listeners('t')).toBe(1);
      stop();
      stop();
      expect(bus.listeners('t')).toBe(0);
      bus.publish('t', 'unheard');
      bus.subscribe('t', (event) => heard.push(event));
      bus.publish('t', 'heard');
      await vi.waitUntil(() => heard.length > 0);
      expect(heard).toEqual(['heard']);
    });

    it('drops a listener that throws and goes on with the others', async () => {
      const bus = open();
      const heard: Json[] = [];
      bus.subscribe('t', () => {
        throw new Error('socket gone');
      });
      bus.subscribe('t', (event) => heard.push(event));
      bus.publish('t', 1);
      bus.publish('t', 2);
      await vi.waitUntil(() => heard.length === 2);
      expect(bus.listeners('t')).toBe(1);
    });

    it('counts the same function subscribed twice as two listeners', () => {
      const bus = open();
      const listener = () => undefined;
      const stop = bus.subscribe('t', listener);
      bus.subscribe('t', listener);
      stop();
      expect(bus.listeners('t')).toBe(1);
    });

    it('keeps the order when a listener publishes itself', async () => {
      const bus = open();
      const heard: Json[] = [];
      bus.subscribe('t', (event) => {
        if (event === 'first') bus.publish('t', 'second');
      });
      bus.subscribe('t', (event) => heard.push(event));
      bus.publish('t', 'first');
      await vi.waitUntil(() => heard.length === 2);
      expect(heard).toEqual(['first', 'second']);
    });
  });
}
