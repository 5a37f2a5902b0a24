// The knowledge room's one door: what is known, how it comes in, how it is found.
import type { EffectRequests, EffectResults } from '#nodes/kit/effects.ts';
import type { Static } from 'typebox';
import type { Searched, SearchSchema } from '#nodes/wire/knowledge.ts';
import type { KnowledgeIndex } from '#runtime/ports/knowledge-index.ts';
import type { LanguageModel } from '#runtime/ports/language-model.ts';
import type { KnowledgeReviewStore } from '#runtime/ports/knowledge-review.ts';
import { createBases, type Bases } from './bases.ts';
import { createIngestion, type IngestionDeps } from './ingestion.ts';
import { createBaseFiles, type BaseFiles } from './base-files.ts';
import { createCarrier } from './carried.ts';
import { createChecks, type Checks } from './checks.ts';
import { createHealth, type HealthViews } from './health.ts';
import { noteUse } from './note-use.ts';
import { createIntake } from './intake.ts';
import { createPacks, type Packs } from './packs.ts';
import { createQuestionFiles, type QuestionFiles } from './question-file.ts';
import { createQuestions, type Questions } from './questions.ts';
import { createRemoval } from './removal.ts';
import { createReranker } from './rerank.ts';
import { DEFAULT_MIN_SCORE, retrieve, type Asker, type Retrieved } from './retrieval.ts';
import { evidenceOf } from './sentences.ts';
import { createSources, type Sources } from './sources.ts';
import { createVersions, type Versions } from './versions.ts';
import { createListAddresses, type ListAddresses } from './websites/list-address.ts';
import { createSites, type Sites, type WebsiteWay } from './websites/sites.ts';

/** What the room leans on. */
export interface KnowledgeDeps extends IngestionDeps {
  /** The way to websites; without it none is read. */
  readonly websites?: WebsiteWay;
  /** Whether a language model can write answers. */
  readonly modelAvailable: boolean;
  /** Puts what is found in order, in the bases that want it; absent: nothing does. */
  readonly model?: LanguageModel | undefined;
  /** Question sets, uses, and what was asked in vain. */
  readonly review: KnowledgeReviewStore;
  /** An empty index beside the real one, to try a change on. */
  readonly scratchIndex: () => Promise<KnowledgeIndex>;
}

/** The knowledge of all workspaces. */
export interface Knowledge {
  readonly bases: Bases;
  readonly sources: Sources;
  /** Websites, whose pages are sources. */
  readonly sites: Sites;
  /** Lists at addresses, for tables. */
  readonly lists: ListAddresses;
  /** What documents said before. */
  readonly versions: Versions;
  readonly questions: Questions;
  /** Tables of questions that people bring. */
  readonly questionFiles: QuestionFiles;
  /** Question sets, and what a change would do to them. */
  readonly checks: Checks;
  readonly health: HealthViews;
  /** Whole bases as files. */
  readonly baseFiles: BaseFiles;
  /** For templates and bundles. */
  readonly packs: Packs;
  /** The handler of the effect `knowledge.search`. With an asker it is a customer's question: what answered is counted, and what did not. */
  search(
    workspaceId: string,
    request: EffectRequests['knowledge.search'],
    asker?: Pick<Asker, 'channel' | 'audiences'>,
  ): Promise<EffectResults['knowledge.search']>;
  /** The hit test: `search`, and how it is judged. */
  hitTest(workspaceId: string, request: Readonly<Static<typeof SearchSchema>>): Promise<Searched>;
  /** Goes on with what an earlier run left unread. */
  start(): Promise<void>;
  /** When every source and website that was added is read. */
  settled(): Promise<void>;
  /** Stops reading; unfinished sources are read at the next start. */
  close(): Promise<void>;
}

const HIT_TEST_TOP = 8;

/** The room. Call `start` once the database is migrated. */
export function createKnowledge(deps: KnowledgeDeps): Knowledge {
  const ingestion = createIngestion(deps);
  const bases = createBases(deps);
  const intake = createIntake({ ...deps, ingestion });
  const removal = createRemoval(deps);
  const sources = createSources({ ...deps, ingestion, intake, removal });
  const questions = createQuestions(deps);
  const sites = createSites({ ...deps, intake, removal, sources, questions });
  const checks = createChecks(deps);
  const carrier = createCarrier({
    ...deps,
    intake,
    sources,
    questions,
    addressCheck: (workspaceId, address) => deps.websites?.fetcher.judge(workspaceId, address),
    onSites: sites.lookAgain,
  });
  const rerank = deps.model === undefined ? undefined : createReranker(deps.model, () => deps.clock.now());
  const found = async (
    workspaceId: string,
    request: EffectRequests['knowledge.search'],
    asker: Pick<Asker, 'channel' | 'audiences'> = {},
  ): Promise<Retrieved> =>
    retrieve(deps.index, workspaceId, request, {
      ...asker,
      rerank:
        rerank !== undefined && (await deps.store.bases.reranks(workspaceId, request.baseIds)) ? rerank : undefined,
      modelAvailable: deps.modelAvailable,
      at: deps.clock.now(),
    });

  return {
    bases,
    sources,
    questions,
    questionFiles: createQuestionFiles(deps),
    sites,
    lists: createListAddresses({ fetcher: deps.websites?.fetcher, reader: deps.reader }),
    versions: createVersions({ ...deps, intake, checks }),
    checks,
    health: createHealth(deps),
    baseFiles: createBaseFiles({ ...deps, bases, carrier }),
    packs: createPacks(deps.store, { bases, carrier }),
    async search(workspaceId, request, asker) {
      const { hits, ...rest } = await found(workspaceId, request, asker);
      if (asker !== undefined) void noteUse(deps, workspaceId, request, hits).catch(deps.onFault);
      return { ...rest, hits: hits.map(({ why: _, ...hit }) => hit) };
    },
    async hitTest(workspaceId, { question, baseIds, topK = HIT_TEST_TOP, channel, audiences, tags = [] }) {
      const started = deps.clock.now();
      const request = { question, baseIds, topK, minScore: DEFAULT_MIN_SCORE, tags };
      const { hits, confidence, answer, sources } = await found(workspaceId, request, { channel, audiences });
      return {
        hits: hits.map((hit) => ({
          ...hit,
          evidence: hit.answer === undefined ? [...evidenceOf(question, hit.text)] : [],
        })),
        confidence,
        answer,
        sources: sources.map((source) => ({ ...source })),
        threshold: DEFAULT_MIN_SCORE,
        tookMs: deps.clock.now() - started,
      };
    },
    async start() {
      await ingestion.resume();
      await sites.start();
    },
    async settled() {
      await sites.settled();
      await ingestion.settled();
    },
    async close() {
      await sites.close();
      await ingestion.close();
    },
  };
}
