// Callers that wait: each hears the answer its conversation writes, or that none is coming.
import type { Clock } from '#runtime/ports/clock.ts';
import type { TurnWrite } from '#runtime/ports/session-store.ts';
import type { Hook } from './hook-of.ts';
import type { HookAnswer } from './hooks.ts';

/** What came of a call so far. */
export interface Heard {
  readonly reply: HookAnswer | undefined;
  /** The branch of the webhook was played. */
  readonly taken: boolean;
}

interface Waiter {
  readonly hook: Hook;
  taken: boolean;
  settle(reply: HookAnswer | undefined): void;
}

/** Creates the waiting room. Listen before the call is raised, so that nothing is missed. */
export function createAnswers(clock: Pick<Clock, 'after'>, waitMs: number) {
  const waiting = new Map<string, Set<Waiter>>();

  function leave(sessionId: string, waiter: Waiter): void {
    const others = waiting.get(sessionId);
    others?.delete(waiter);
    if (others?.size === 0) waiting.delete(sessionId);
  }

  return {
    listen(sessionId: string, hook: Hook) {
      let resolve: (reply: HookAnswer | undefined) => void = () => undefined;
      const promise = new Promise<HookAnswer | undefined>((settle) => {
        resolve = settle;
      });
      const waiter: Waiter = { hook, taken: false, settle: resolve };
      const others = waiting.get(sessionId);
      if (others === undefined) waiting.set(sessionId, new Set([waiter]));
      else others.add(waiter);
      return {
        stop: () => leave(sessionId, waiter),
        async heard(): Promise<Heard> {
          const cancel = clock.after(waitMs, () => resolve(undefined));
          if (!hook.answers || !waiter.taken) resolve(undefined);
          const reply = await promise;
          cancel();
          leave(sessionId, waiter);
          return { reply, taken: waiter.taken };
        },
      };
    },

    afterTurn({ session, journal, domain, outbox }: TurnWrite): void {
      for (const waiter of waiting.get(session.id) ?? []) {
        waiter.taken ||= journal.trace.some(({ node }) => node === waiter.hook.node);
        if (!waiter.taken) continue;
        for (const { effect } of domain) if (effect.kind === 'webhook.respond') waiter.settle(sendable(effect.request));
        // With no call under way there is nothing to wait for.
        if (outbox.length === 0) waiter.settle(undefined);
      }
    },
  };
}

/** A value that no header can carry (a line break, letters beyond ASCII) is left out. */
function sendable({ status, headers, body }: HookAnswer): HookAnswer {
  const sound = Object.entries(headers).filter(([, value]) => /^[\x20-\x7e]*$/u.test(value));
  return { status, headers: Object.fromEntries(sound), body };
}
