// Replies on their way: shown at once, marked when they did not arrive, sent again under the same id.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { handoffKey, sendAgentFile, sendAgentMessage } from '../api/desk.ts';
import { randomId } from '../api/random-id.ts';
import { toastProblem } from '../ui/toast.ts';

/** A reply that the server has not confirmed. */
export interface Outgoing {
  readonly id: string;
  readonly text: string;
  /** Sent instead of the text, which then is its name. */
  readonly file?: File;
  readonly failed: boolean;
}

/** The unconfirmed replies of one handoff. */
export function useOutgoing(handoffId: string) {
  const cache = useQueryClient();
  const [list, setList] = useState<readonly Outgoing[]>([]);

  async function deliver(one: Outgoing): Promise<void> {
    try {
      if (one.file === undefined) await sendAgentMessage(handoffId, one.id, one.text);
      else await sendAgentFile(handoffId, one.id, one.file);
      await cache.invalidateQueries({ queryKey: handoffKey(handoffId) });
      setList((before) => before.filter((other) => other.id !== one.id));
    } catch (error) {
      setList((before) => before.map((other) => (other.id === one.id ? { ...other, failed: true } : other)));
      toastProblem(error);
    }
  }
  return {
    list,
    send(text: string, file?: File): void {
      const one: Outgoing = { id: randomId(), text, failed: false, ...(file === undefined ? {} : { file }) };
      setList((before) => [...before, one]);
      void deliver(one);
    },
    retry(one: Outgoing): void {
      setList((before) => before.map((other) => (other.id === one.id ? { ...other, failed: false } : other)));
      void deliver(one);
    },
  };
}
