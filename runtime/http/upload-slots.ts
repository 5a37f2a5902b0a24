// How many uploads are taken in at once: their bytes are in memory until they are judged.
import { FlowError } from '#nodes/kit/errors.ts';

const MOST = 16;
const MOST_EACH = 3;

/** The slots. */
export interface UploadSlots {
  /** Runs an upload of one conversation, or refuses it: RATE_LIMITED when this conversation has enough under way, SERVER_BUSY when all have. */
  run<T>(owner: string, upload: () => Promise<T>): Promise<T>;
}

/** Makes them. */
export function createUploadSlots(): UploadSlots {
  const busy = new Map<string, number>();
  let all = 0;
  return {
    async run(owner, upload) {
      const own = busy.get(owner) ?? 0;
      if (own >= MOST_EACH)
        throw new FlowError('RATE_LIMITED', 'Wait until the files before are uploaded.', { retryAfterSeconds: 5 });
      if (all >= MOST) throw new FlowError('SERVER_BUSY', 'Many files arrive now. Try again in a moment.');
      busy.set(owner, own + 1);
      all += 1;
      try {
        return await upload();
      } finally {
        all -= 1;
        const left = (busy.get(owner) ?? 1) - 1;
        if (left === 0) busy.delete(owner);
        else busy.set(owner, left);
      }
    },
  };
}
