// Talks with an imported flow: nothing outside, no model, no knowledge.
import type { FlowDocument } from '#nodes/flow/document.ts';
import { validateFlow } from '#nodes/flow/validate.ts';
import { createLocalUnderstanding } from '#runtime/adapters/understanding-local/understanding-local.ts';
import { actOfChoice, offersOf } from '#runtime/dialogues/dialogues.ts';
import { openConversation, type Conversation, type Happening } from '#runtime/dialogues/conversation.ts';
import { textsOf } from '#runtime/dialogues/check-turn.ts';
import { createRehearsal } from '#runtime/rehearsal/rehearsal.ts';

/** A conversation with an imported flow. */
export interface ForeignTalk {
  /** What was said last: texts, buttons, cards. */
  said(): readonly string[];
  says(text: string): Promise<readonly string[]>;
  chooses(label: string): Promise<readonly string[]>;
  waits(ms: number): Promise<readonly string[]>;
  status(): ReturnType<Conversation['status']>;
  /** Codes of faults so far. */
  readonly faults: readonly string[];
}

/** The errors that would stop a publish. */
export function errorsOf(document: FlowDocument): readonly string[] {
  return validateFlow(document)
    .filter(({ severity }) => severity === 'error')
    .map(({ code, node, field, message }) => `${code} ${node ?? ''} ${field ?? ''} ${message.en}`);
}

/** Opens a conversation. */
export async function talkWith(
  document: FlowDocument,
  mocks: Readonly<Record<string, unknown>> = {},
): Promise<ForeignTalk> {
  const rehearsal = createRehearsal({
    understanding: createLocalUnderstanding({ worker: undefined }),
    script: () => Promise.reject(new Error('No script in this test.')),
    search: () => Promise.resolve({ hits: [], confidence: 0, answer: '', sources: [], modelAvailable: false }),
  });
  const conversation = await openConversation(await rehearsal.open('imports', document), { mocks });
  const faults: string[] = [];
  let offers: ReturnType<typeof offersOf> = [];
  let said: readonly string[] = [];
  function take(happening: Happening): readonly string[] {
    if (happening.fault !== null) faults.push(`${happening.fault.code} ${happening.fault.node ?? ''}`);
    offers = [...offersOf(happening), ...offers];
    said = happening.said.flatMap(textsOf);
    return said;
  }
  take(conversation.opening);
  return {
    faults,
    said: () => said,
    says: async (text) => take(await conversation.act({ kind: 'text', text })),
    async chooses(label) {
      const act = actOfChoice(label, offers);
      if (act === undefined)
        throw new Error(`"${label}" was not offered; there were: ${offers.map((one) => one.label).join(', ')}`);
      return take(await conversation.act(act));
    },
    waits: async (ms) => take(await conversation.pass(ms)),
    status: () => conversation.status(),
  };
}
