// Finds dialogues that come where no test comes yet: a bounded search over what could plausibly happen next, always in the same order.
import { typesOf } from '#nodes/packs/pinned-packs.ts';
import { localize } from '#nodes/kit/localized.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { Dialogue, DialogueExpect, DialogueTurn } from '#nodes/wire/dialogues.ts';
import type { OpenRehearsal } from '#runtime/rehearsal/rehearsal.ts';
import { textsOf } from './check-turn.ts';
import {
  createScenePlayer,
  snapshotOf,
  statusOf,
  USUAL_START,
  type Moment,
  type Played,
  type SaidMessage,
} from './conversation.ts';
import { placesIn, placesOf, type Trace } from './coverage.ts';
import { actOf, offersOf, playDialogue, type Offers } from './dialogues.ts';
import { literalsIn } from './flow-literals.ts';
import { actsAnywhere, actsHere, mocksFor, type PlausibleAct } from './plausible-acts.ts';
import { msFromLength } from './read-dialogue.ts';

/** What to look for. */
export interface GenerateOptions {
  readonly workspaceId?: string;
  /** Places that tests cover already. */
  readonly covered: ReadonlySet<string>;
  /** Only a dialogue that comes to this place: `node` or `node.port`. */
  readonly target?: string;
  /** Turns to be tried at most; unless told, it grows with the flow up to `MOST_TRIED`. */
  readonly mostTried?: number;
  /** Awaited before each turn, for others to get on. */
  readonly between?: () => Promise<void>;
}

/** What was found: dialogues that pass, and the paths they take. */
export interface Generated {
  readonly dialogues: readonly Dialogue[];
  readonly traces: readonly Trace[];
  readonly tried: number;
}

/** The bound of a search. A turn costs about a millisecond. */
export const MOST_TRIED = 12_000;
const DEEPEST = 190;
/** How many conversations in the same place, with different values, are followed. */
const KEPT_PER_PLACE = 4;
/** How often an act that could come anywhere is tried for its place. */
const TRIES_ANYWHERE = 4;
const TRIES_PER_MOCK = 2;
/** A Sunday night and a Wednesday afternoon, for opening hours. */
const OTHER_HOURS = [Date.UTC(2026, 10, 28, 19, 0, 0), Date.UTC(2026, 10, 25, 7, 0, 0)];

interface Scene {
  readonly startsAt: number;
  readonly mocks: Readonly<Record<string, Json>>;
}

/** A conversation that was played up to here. */
interface Reached {
  readonly parent: Reached | null;
  readonly turn: DialogueTurn | null;
  readonly scene: Scene;
  readonly moment: Moment;
  readonly offers: Offers;
  readonly said: readonly SaidMessage[];
  readonly trace: Trace;
  readonly expect: DialogueExpect;
  readonly depth: number;
}

/** Searches. Deterministic: the same flow, tests and knowledge give the same dialogues. */
export async function generateDialogues(rehearsal: OpenRehearsal, options: GenerateOptions): Promise<Generated> {
  const search = createSearch(rehearsal, options);
  await search.run();
  const dialogues: Dialogue[] = [];
  const traces: Trace[] = [];
  for (const { reached, gains } of search.chosen()) {
    const dialogue = dialogueFrom(rehearsal.document, reached, gains);
    // Played once more as a test would be: only what holds is offered.
    const result = await playDialogue(rehearsal, dialogue, options);
    if (!result.passed) continue;
    dialogues.push(dialogue);
    traces.push(result.trace);
  }
  return { dialogues, traces, tried: search.tried() };
}

function createSearch(rehearsal: OpenRehearsal, options: GenerateOptions) {
  const { document } = rehearsal;
  const { nodes, ports } = placesOf(document);
  const places = new Set([...nodes, ...ports]);
  const open = new Set(
    options.target === undefined ? [...places].filter((place) => !options.covered.has(place)) : [options.target],
  );
  const literals = literalsIn(document);
  const anywhere = actsAnywhere(document).filter(({ aims = [] }) => aims.some((aim) => places.has(aim)));
  const nodesById = new Map(document.nodes.map((node) => [node.id, node]));
  const most = options.mostTried ?? Math.min(MOST_TRIED, 2000 + 20 * places.size);
  const triesOfAct = new Map<PlausibleAct, number>();
  const triesOfMock = new Map<string, number>();
  const knownPlaces = new Map<string, Set<string>>();
  const everSeen = new Set<string>();
  const finds: Reached[] = [];
  const hot: Reached[] = [];
  const cold: Reached[] = [];
  let tried = 0;

  async function play(parent: Reached | null, turn: DialogueTurn | null, scene: Scene): Promise<void> {
    if (tried >= most || open.size === 0) return;
    tried += 1;
    await options.between?.();
    const player = createScenePlayer(rehearsal, { ...scene, workspaceId: options.workspaceId });
    let played: Played | undefined;
    try {
      played =
        parent === null || turn === null
          ? await player.open()
          : turn.waits !== undefined
            ? await player.pass(parent.moment, msFromLength(turn.waits) ?? 0)
            : await actIn(player, parent, turn);
    } catch {
      // An act that the draft cannot take is no dialogue.
      return;
    }
    if (played === undefined || played.happening.fault !== null) return;
    take(reachedFrom(parent, turn, scene, played));
    await tryMocks(parent, turn, scene, played);
  }

  /** The same turn again, with other answers from the outside. */
  async function tryMocks(parent: Reached | null, turn: DialogueTurn | null, scene: Scene, { happening }: Played) {
    const before = placesOnWayTo(parent);
    for (const { kind, node } of happening.effects) {
      if (Object.hasOwn(scene.mocks, node) || before.has(node)) continue;
      for (const mock of mocksFor(kind, nodesById.get(node), literals)) {
        const key = `${node} ${JSON.stringify(mock)}`;
        const times = triesOfMock.get(key) ?? 0;
        if (times >= TRIES_PER_MOCK) continue;
        triesOfMock.set(key, times + 1);
        await play(parent, turn, { ...scene, mocks: { ...scene.mocks, [node]: mock } });
      }
    }
  }

  function take(reached: Reached): void {
    const came = placesIn(reached.trace);
    const fresh = [...came].filter((place) => !everSeen.has(place));
    for (const place of came) everSeen.add(place);
    const isFind = [...came].filter((place) => open.delete(place)).length > 0;
    if (isFind) finds.push(reached);
    if (reached.depth >= DEEPEST || statusOf(reached.moment) === 'closed') return;
    const { value, context } = snapshotOf(reached.moment);
    const place = JSON.stringify([value, context.tries, context.person?.node ?? null, statusOf(reached.moment)]);
    const values = JSON.stringify([context.vars, reached.scene.mocks]);
    const known = knownPlaces.get(place) ?? new Set<string>();
    if (fresh.length === 0 && (known.has(values) || known.size >= KEPT_PER_PLACE)) return;
    knownPlaces.set(place, known.add(values));
    (fresh.length > 0 || isFind || known.size === 1 ? hot : cold).push(reached);
  }

  async function expand(from: Reached): Promise<void> {
    const here = actsHere(document, from.moment, from.said, literals);
    for (const turn of here) await play(from, turn, from.scene);
    if (statusOf(from.moment) !== 'bot') return;
    for (const act of anywhere) {
      const times = triesOfAct.get(act) ?? 0;
      if (times >= TRIES_ANYWHERE || (act.aims ?? []).every((aim) => everSeen.has(aim) && times > 0)) continue;
      triesOfAct.set(act, times + 1);
      await play(from, act.turn, from.scene);
    }
  }

  return {
    tried: () => tried,
    async run(): Promise<void> {
      const hours = document.nodes.some(({ type }) => type === 'hours') ? OTHER_HOURS : [];
      for (const startsAt of [USUAL_START, ...hours]) await play(null, null, { startsAt, mocks: {} });
      for (;;) {
        const next = hot.shift() ?? cold.shift();
        if (next === undefined || tried >= most || open.size === 0) return;
        await expand(next);
      }
    },
    /** The fewest of the finds that come to all that was found: a find on the way to another one is part of it. */
    chosen(): readonly { readonly reached: Reached; readonly gains: readonly string[] }[] {
      const wanted = (place: string) =>
        options.target === undefined ? places.has(place) && !options.covered.has(place) : place === options.target;
      const inside = new Set<Reached>();
      for (const find of finds) for (let at = find.parent; at !== null; at = at.parent) inside.add(at);
      const left = new Set<string>();
      const ends = finds
        .filter((find) => !inside.has(find))
        .map((reached) => ({ reached, came: [...placesOnWayTo(reached)].filter(wanted) }));
      for (const { came } of ends) for (const place of came) left.add(place);
      const chosen: { reached: Reached; gains: readonly string[] }[] = [];
      while (left.size > 0) {
        const best = ends
          .map((end) => ({ ...end, gains: end.came.filter((place) => left.has(place)) }))
          .reduce((a, b) => (b.gains.length > a.gains.length ? b : a));
        if (best.gains.length === 0) break;
        for (const place of best.gains) left.delete(place);
        chosen.push(best);
      }
      return chosen;
    },
  };
}

/** The turn as an act, if what it presses was offered. */
async function actIn(player: ReturnType<typeof createScenePlayer>, from: Reached, turn: DialogueTurn) {
  const act = actOf(turn, from.offers);
  return act === undefined ? undefined : player.act(from.moment, act);
}

function reachedFrom(parent: Reached | null, turn: DialogueTurn | null, scene: Scene, played: Played): Reached {
  const { happening, moment } = played;
  return {
    parent,
    turn,
    scene,
    moment,
    offers: [...offersOf(happening), ...(parent?.offers ?? [])],
    said: happening.said,
    trace: happening.trace,
    expect: expectFrom(played),
    depth: (parent?.depth ?? 0) + 1,
  };
}

/** What a generated dialogue holds on to: where the turn came, what was said first, who has the conversation. */
function expectFrom({ happening, moment }: Played): DialogueExpect {
  const node = happening.trace.findLast((step) => !step.node.startsWith('_'))?.node;
  const [first] = happening.said.flatMap(textsOf).filter((text) => text.trim() !== '');
  const status = statusOf(moment);
  return {
    ...(node === undefined ? {} : { node }),
    ...(first === undefined ? { silent: true } : { reply: [first.slice(0, 500)] }),
    ...(status === 'bot' ? {} : { status }),
  };
}

function placesOnWayTo(reached: Reached | null): ReadonlySet<string> {
  const places = new Set<string>();
  for (let at = reached; at !== null; at = at.parent) for (const place of placesIn(at.trace)) places.add(place);
  return places;
}

function dialogueFrom(document: FlowDocument, end: Reached, gains: readonly string[]): Dialogue {
  const turns: DialogueTurn[] = [];
  let opens: DialogueExpect = {};
  for (let at: Reached | null = end; at !== null; at = at.parent) {
    if (at.turn === null) opens = at.expect;
    else turns.unshift({ ...at.turn, expect: at.expect });
  }
  const { startsAt, mocks } = end.scene;
  return {
    name: nameFor(document, gains),
    ...(startsAt === USUAL_START ? {} : { startsAt: new Date(startsAt).toISOString().replace('.000Z', 'Z') }),
    ...(Object.keys(mocks).length === 0 ? {} : { mocks }),
    opens,
    // A dialogue has a turn; after one that ends at once, time passes.
    turns: turns.length === 0 ? [{ waits: '1s' }] : turns,
  };
}

/** Named after the last new place: "Find order · Error (+3)". */
function nameFor(document: FlowDocument, gains: readonly string[]): string {
  const { locale } = document.settings;
  const last = gains.findLast((place) => place.includes('.')) ?? gains.at(-1) ?? '';
  const [id = '', portId] = last.split('.');
  const node = document.nodes.find((candidate) => candidate.id === id);
  const type = typesOf(document)[node?.type ?? ''];
  const name = node?.name || localize(type?.title, locale) || id;
  const port = type?.ports(node?.config ?? {}).find((candidate) => candidate.id === portId);
  const shown = portId === undefined ? name : `${name} · ${localize(port?.label, locale) || portId}`;
  return `${shown}${gains.length > 1 ? ` (+${gains.length - 1})` : ''}`.slice(0, 200);
}
