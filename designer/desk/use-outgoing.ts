// Replies on their way: shown at once, marked when they did not arrive, sent again under the same id.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { handoffKey, sendAgentMessage } from '../api/desk.ts';
import { randomId } from '../api/random-id.ts';
import { toastProblem } from '../ui/toast.ts';

/** A reply that the server has not confirmed. */
export interface Outgoing {
  readonly id: string;
  readonly text: string;
  readonly failed: boolean;
}

/** The unconfirmed replies of one handoff. */
export function useOutgoing(handoffId: string) {
  const cache = useQueryClient();
  const [list, setList] = useState<readonly Outgoing[]>([]);

  async function deliver(one: Outgoing): Promise<void> {
    try {
      await sendAgentMessage(handoffId, one.id, one.text);
      await cache.invalidateQueries({ queryKey: handoffKey(handoffId) });
      setList((before) => before.filter((other) => other.id !== one.id));
    } catch (error) {
      setList((before) => before.map((other) => (other.id === one.id ? { ...other, failed: true } : other)));
      toastProblem(error);
    }
  }
  return {
    list,
    send(text: string): void {
      const one: Outgoing = { id: randomId(), text, failed: false };
      setList((before) => [...before, one]);
      void deliver(one);
    },
    retry(one: Outgoing): void {
      setList((before) => before.map((other) => (other.id === one.id ? { ...other, failed: false } : other)));
      void deliver(one);
    },
  };
}
