// The trainer's door: measures a draft's intents, tries sentences on it, suggests more, and keeps the inbox of what was misunderstood.
import { FlowError } from '#nodes/kit/errors.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { Examine, Examined, Inbox, InboxChanged, Suggested, TriedSentence } from '#nodes/wire/trainer.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { InboxOutcome, InboxStore } from '#runtime/ports/inbox-store.ts';
import type { LanguageModel } from '#runtime/ports/language-model.ts';
import type { TrainingSet, Understanding } from '#runtime/ports/understanding.ts';
import { createTurnstile } from './turnstile.ts';
import { examinedFrom } from './examined.ts';
import { groupInbox } from './inbox-groups.ts';
import { placeIntents } from './nearness.ts';
import { suggestSentences, writtenByModel } from './suggest.ts';

/** The seed that publishing trains with too: what was tried is then published without training again. */
const TRAINING_SEED = 1;
const LISTED = 300;
/** Examinations that run at the same time; each keeps a core busy. */
const AT_ONCE = 2;
const TRIED_SHOWN = 5;

/** What the trainer leans on. */
export interface TrainerDeps {
  readonly understanding: Understanding;
  readonly inbox: InboxStore;
  readonly clock: Clock;
  /** The draft of a flow. Fails with RESOURCE_NOT_FOUND. */
  readonly draftOf: (workspaceId: string, flowId: string) => Promise<FlowDocument>;
  /** Sentences of the shipped templates. */
  readonly templateSentences: () => Promise<readonly string[]>;
  readonly model: LanguageModel | undefined;
}

/** The trainer. Everything is scoped to a workspace; a flow of another one is RESOURCE_NOT_FOUND. */
export interface Trainer {
  /** A newer examination of the same person and flow stops this one with STATE_CONFLICT. */
  examine(workspaceId: string, by: string, flowId: string, taught: Examine, signal: AbortSignal): Promise<Examined>;
  tryOut(workspaceId: string, flowId: string, taught: Examine, text: string): Promise<TriedSentence>;
  suggest(
    workspaceId: string,
    flowId: string,
    taught: Examine,
    intent: string,
    signal: AbortSignal,
  ): Promise<Suggested>;
  inbox(workspaceId: string, flowId: string): Promise<Inbox>;
  handle(
    workspaceId: string,
    flowId: string,
    ids: readonly string[],
    outcome: InboxOutcome,
    by: string,
  ): Promise<InboxChanged>;
  reopen(workspaceId: string, flowId: string, ids: readonly string[]): Promise<InboxChanged>;
}

/** Opens the trainer. */
export function createTrainer(deps: TrainerDeps): Trainer {
  const { understanding, inbox, clock, draftOf } = deps;
  const pass = createTurnstile(AT_ONCE);
  const running = new Map<string, AbortController>();

  async function changed(workspaceId: string, flowId: string, count: number): Promise<InboxChanged> {
    return { changed: count, open: await inbox.count(workspaceId, flowId) };
  }

  return {
    async examine(workspaceId, by, flowId, taught, signal) {
      await draftOf(workspaceId, flowId);
      const key = `${workspaceId} ${flowId} ${by}`;
      running.get(key)?.abort(overtaken());
      const own = new AbortController();
      running.set(key, own);
      const set = setFrom(taught);
      try {
        const stop = AbortSignal.any([signal, own.signal]);
        return examinedFrom(set, await pass(() => understanding.examine(set, stop), stop));
      } finally {
        if (running.get(key) === own) running.delete(key);
      }
    },

    async tryOut(workspaceId, flowId, taught, text) {
      await draftOf(workspaceId, flowId);
      const understander = understanding.load(await understanding.train(setFrom(taught)));
      await understander.prepare?.([text]);
      const { intents, outOfScope, doubt = [], emotion } = understander.understand(text);
      return {
        intents: intents
          .slice(0, TRIED_SHOWN)
          .map(({ intent, score, reasons = [] }) => ({ intent, score, reasons: [...reasons] })),
        outOfScope,
        doubt: [...doubt],
        mood: emotion.label,
      };
    },

    async suggest(workspaceId, flowId, taught, intent, signal) {
      await draftOf(workspaceId, flowId);
      const wanted = taught.intents.find(({ id }) => id === intent);
      if (wanted === undefined) throw new FlowError('RESOURCE_NOT_FOUND', 'This intent is not in what was sent.');
      const [heard, taken, written] = await Promise.all([
        inbox.open(workspaceId, flowId, LISTED),
        deps.templateSentences(),
        deps.model === undefined ? undefined : writtenByModel(deps.model, wanted, signal),
      ]);
      const sentences = suggestSentences(
        taught.intents,
        intent,
        [
          ...heard.map(({ text }) => ({ text, from: 'inbox' as const })),
          ...(written ?? []),
          ...taken.map((text) => ({ text, from: 'templates' as const })),
        ],
        (text) => understanding.meaningOf(text),
      );
      const model = deps.model === undefined ? 'absent' : written === undefined ? 'failed' : 'asked';
      return { sentences: [...sentences], model };
    },

    async inbox(workspaceId, flowId) {
      const { intents } = await draftOf(workspaceId, flowId);
      const [open, sentences] = await Promise.all([
        inbox.count(workspaceId, flowId),
        inbox.open(workspaceId, flowId, LISTED),
      ]);
      const meaningOf = (text: string): Float32Array => understanding.meaningOf(text);
      const placed = sentences.length === 0 ? [] : placeIntents(intents, meaningOf);
      return { groups: await groupInbox(sentences, placed, meaningOf), open };
    },

    async handle(workspaceId, flowId, ids, outcome, by) {
      await draftOf(workspaceId, flowId);
      return changed(workspaceId, flowId, await inbox.handle(workspaceId, flowId, ids, outcome, by, clock.now()));
    },

    async reopen(workspaceId, flowId, ids) {
      await draftOf(workspaceId, flowId);
      return changed(workspaceId, flowId, await inbox.reopen(workspaceId, flowId, ids));
    },
  };
}

function setFrom({ intents, outOfScope = [], dictionaries = [] }: Examine): TrainingSet {
  return { intents, outOfScope, dictionaries, seed: TRAINING_SEED };
}

function overtaken(): FlowError {
  return new FlowError('STATE_CONFLICT', 'The sentences changed meanwhile; the newer ones are being measured.');
}
