// Live sessions under a storm of publishing, rolling back, deleting steps they wait at, and deleting versions: each must say exactly what the
// version it is pinned to says, or the one it was moved to by the migration plan.
import type { FlowDocument } from '#nodes/flow/document.ts';
import { createLocalBus } from '#runtime/adapters/bus-local/bus-local.ts';
import { openDatabase } from '#runtime/adapters/store-sql/database.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import { createReader, questionsOf, ringOf, type ChosenMap } from './churn-flow.ts';
import { createFakeClock } from './fake-clock.ts';
import { createPeople, type People } from './people.ts';

const WORKSPACE = 'w1';
const AUTHOR = { id: 'u1', name: 'Ann' };
const WORDS = ['好', '订单 12', '不要', '再说一次', '谢谢'];
/** Questions of the ring: deleting goes down to the least, publishing puts back up to the most. */
const [LEAST, MOST] = [3, 6];
/** Refusals in a row after which the storm itself is wrong. */
const MOST_REFUSED = 1000;

/** How much, and which storm. The same seed is the same storm. Only operations that took effect count. */
export interface ChurnOptions {
  readonly file: string;
  readonly sessions: number;
  readonly operations: number;
  readonly seed: number;
}

/** What was counted. */
export interface ChurnFigures {
  readonly sessions: number;
  /** Operations that took effect: `published`, `rolledBack`, `stepsDeleted` and `versionsDeleted` together. */
  readonly operations: number;
  readonly published: number;
  readonly rolledBack: number;
  /** Publishes without a step at which sessions waited at that moment, and how many sessions those were. */
  readonly stepsDeleted: number;
  readonly waitingThere: number;
  readonly versionsDeleted: number;
  /** Deletions of a version in use: refused, as they should be, and not counted as operations. */
  readonly refused: number;
  /** Moves of sessions to another version by the migration plan, and those that had no place there and stayed. */
  readonly moved: number;
  readonly stayed: number;
  /** Sessions that never left the version they began on. */
  readonly pinned: number;
  readonly turns: number;
  readonly faults: number;
  /** Sessions whose transcript is not that of their version, or whose turns are not those that were sent. */
  readonly foreign: number;
}

/** Runs it on a database of its own. */
export async function churnVersions(options: ChurnOptions): Promise<ChurnFigures> {
  const random = randomFrom(options.seed);
  const database = await openDatabase({ file: options.file });
  const people = await createPeople({ database, clock: createFakeClock(), bus: createLocalBus() });
  const first = ringOf(1, ['q1', 'q2', 'q3', 'q4']);
  const flow = await people.publish(WORKSPACE, 'churn', first);
  const storm = createStorm(people, flow.id, first, random);
  const begun: Begun[] = [];
  let turns = 0;
  const speak = async (): Promise<void> => {
    const one = begun[Math.floor(random() * begun.length)];
    if (one === undefined) return;
    const text = WORDS[Math.floor(random() * WORDS.length)] ?? '';
    one.said.push(text);
    const messageId = `m${one.said.length}`;
    turns += 1;
    await people.sessions.receive(WORKSPACE, one.id, messageId, { type: 'message.received', messageId, text });
  };

  const each = Math.ceil(options.sessions / (options.operations + 1));
  for (let operation = 0; operation <= options.operations; operation += 1) {
    for (let count = 0; count < each && begun.length < options.sessions; count += 1) {
      const { session } = await people.open('churn', `visitor-${begun.length}`);
      begun.push({ id: session.id, version: session.version, said: [] });
    }
    // Customers write while it happens: some turns come before it, some after.
    const talking = Promise.all(Array.from({ length: each * 2 }, speak));
    if (operation < options.operations) await storm.operate();
    await talking;
  }

  const judged = await judge(people, begun, storm);
  await people.close();
  await database.close();
  return { sessions: begun.length, operations: options.operations, ...storm.figures, ...judged, turns };
}

interface Begun {
  readonly id: string;
  readonly version: number;
  readonly said: string[];
}

/** Everything that is done to the flow. `editions`: what was published, by version; `maps`: the chosen map of each move, by `from>to`. */
function createStorm({ flows, releases }: People, flowId: string, first: FlowDocument, random: () => number) {
  const figures = {
    published: 0,
    rolledBack: 0,
    stepsDeleted: 0,
    waitingThere: 0,
    versionsDeleted: 0,
    refused: 0,
    moved: 0,
    stayed: 0,
  };
  const maps = new Map<string, ChosenMap>();
  const editions = new Map([[1, first]]);
  let edition = 1;
  let named = 4;

  async function publish(questions: readonly string[]): Promise<void> {
    const { revision } = await flows.get(WORKSPACE, flowId);
    edition += 1;
    const document = ringOf(edition, questions);
    const saved = await flows.saveDraft(WORKSPACE, AUTHOR, flowId, revision, document);
    await flows.publish(WORKSPACE, AUTHOR, flowId, { revision: saved.revision, note: '' });
    editions.set((await current()).version, document);
  }

  async function current() {
    const versions = await flows.versions(WORKSPACE, flowId);
    const version = versions.find((one) => one.current)?.version ?? 0;
    const { document } = await flows.version(WORKSPACE, flowId, version);
    return { versions, version, questions: questionsOf(document) };
  }

  const move = (from: number, to: number, map: ChosenMap, dryRun: boolean) =>
    releases.move(WORKSPACE, AUTHOR, flowId, { from, to, map, stuck: 'stay', dryRun });

  async function add(): Promise<boolean> {
    const { questions } = await current();
    named += 1;
    await publish(questions.length < MOST ? [...questions, `q${named}`] : questions);
    figures.published += 1;
    return true;
  }

  async function rollBack(): Promise<boolean> {
    const { versions, version } = await current();
    const to = versions[Math.floor(random() * versions.length)]?.version ?? version;
    if (to === version) return false;
    await releases.rollBack(WORKSPACE, AUTHOR, flowId, { version: to, expected: version });
    figures.rolledBack += 1;
    return true;
  }

  /** Deletes the step at which most sessions of the current version wait; then moves all of them, all but those, or nobody. */
  async function deleteStep(): Promise<boolean> {
    const { version, questions } = await current();
    if (questions.length <= LEAST) return false;
    const waiting = await waitingAt(version);
    const [gone, there] = [...waiting].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
    if (there === 0) return false;
    await publish(questions.filter((id) => id !== gone));
    figures.stepsDeleted += 1;
    figures.waitingThere += there;
    const successor = questions[(questions.indexOf(gone) + 1) % questions.length] ?? null;
    const way = Math.floor(random() * 3);
    if (way === 2) return true;
    const to = (await current()).version;
    const map = { [gone]: way === 0 ? successor : null };
    await move(version, to, map, true);
    maps.set(`${version}>${to}`, map);
    const { report } = await move(version, to, map, false);
    figures.moved += report.moved;
    figures.stayed += report.stuck;
    return true;
  }

  async function waitingAt(version: number): Promise<ReadonlyMap<string, number>> {
    const { versions } = await current();
    const other = versions.find((one) => one.version !== version)?.version;
    if (other === undefined) return new Map();
    const { report } = await move(version, other, {}, true);
    return new Map(report.byNode.map(({ node, moved, stuck }) => [node, moved + stuck]));
  }

  /** Deletes an old version; half the time its sessions are moved to the current one before. In use, it must be refused. */
  async function deleteVersion(): Promise<boolean> {
    const { versions, version, questions } = await current();
    const old = versions[Math.floor(random() * versions.length)]?.version ?? version;
    if (old !== version && random() < 0.5) {
      const gone = questionsOf(editions.get(old) ?? first).filter((id) => !questions.includes(id));
      const map = Object.fromEntries(gone.map((id) => [id, questions[0] ?? null]));
      maps.set(`${old}>${version}`, map);
      const { report } = await move(old, version, map, false);
      figures.moved += report.moved;
      figures.stayed += report.stuck;
    }
    try {
      await releases.removeVersion(WORKSPACE, flowId, old);
    } catch (error) {
      if (!(error instanceof FlowError && error.code === 'STATE_CONFLICT')) throw error;
      figures.refused += 1;
      return false;
    }
    figures.versionsDeleted += 1;
    return true;
  }

  return {
    figures,
    maps,
    editions,
    /** Does things until one takes effect. */
    async operate(): Promise<void> {
      for (let tries = 0; tries < MOST_REFUSED; tries += 1) {
        const dice = random();
        const act = dice < 0.35 ? add : dice < 0.55 ? rollBack : dice < 0.9 ? deleteStep : deleteVersion;
        if (await act()) return;
      }
      throw new Error(`${MOST_REFUSED} operations in a row had no effect.`);
    },
  };
}

/** Reads each session's journal beside the editions it played. */
async function judge(
  { store }: People,
  begun: readonly Begun[],
  { editions, maps }: Pick<ReturnType<typeof createStorm>, 'editions' | 'maps'>,
): Promise<Pick<ChurnFigures, 'pinned' | 'faults' | 'foreign'>> {
  const editionOf = (version: number): FlowDocument => {
    const found = editions.get(version);
    if (found === undefined) throw new Error(`Version ${version} was never published.`);
    return found;
  };
  let [pinned, faults, foreign] = [0, 0, 0];
  for (const { id, version, said } of begun) {
    const journal = await store.journal(WORKSPACE, id);
    faults += journal.filter(({ fault }) => fault !== null).length;
    const messages = await store.messages(WORKSPACE, id, 0, 10_000);
    const reader = createReader(editionOf(version));
    const heard: string[] = [];
    let moves = 0;
    let lost = 0;
    for (const { event } of journal) {
      if (event.type === 'message.received') {
        heard.push(event.text);
        reader.hears(event.text);
      } else if (event.type === 'session.migrated') {
        moves += 1;
        if (!reader.moves(editionOf(event.to), maps.get(`${event.from}>${event.to}`) ?? {})) lost += 1;
      }
    }
    const replies = messages.filter(({ from }) => from !== 'customer').map(({ text }) => text ?? '');
    const isOwn = JSON.stringify([replies, heard]) === JSON.stringify([reader.said, said]);
    if (!isOwn || lost > 0) foreign += 1;
    if (moves === 0) pinned += 1;
  }
  return { pinned, faults, foreign };
}

/** Numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
