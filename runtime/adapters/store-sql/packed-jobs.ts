// Jobs on their way to the writer thread: the text of a statement crosses once, afterwards its number does.
import type { Job } from './jobs.ts';
import type { Param, Statement } from './statement.ts';

/** A statement whose text the other side knows. */
interface PackedStatement {
  readonly sql: number;
  readonly params: readonly Param[];
}

type Packed<T> = T extends Statement
  ? PackedStatement
  : T extends readonly Statement[]
    ? readonly PackedStatement[]
    : T extends Statement | null
      ? PackedStatement | null
      : T;

/** A job with numbers in place of texts. */
type PackedJob = Job extends infer J ? { readonly [K in keyof J]: Packed<J[K]> } : never;

/** What crosses: texts the other side does not know yet, in the order of their numbers, and the jobs. */
export interface PackedJobs {
  readonly texts: readonly string[];
  readonly jobs: readonly PackedJob[];
}

/** One for each thread, for as long as it lives. The texts of a program are few and never change. */
export function createPacker(): { readonly pack: (jobs: readonly Job[]) => PackedJobs } {
  const numbers = new Map<string, number>();
  return {
    pack(jobs) {
      const texts: string[] = [];
      const statement = ({ sql, params }: Statement): PackedStatement => {
        let number = numbers.get(sql);
        if (number === undefined) {
          number = numbers.size;
          numbers.set(sql, number);
          texts.push(sql);
        }
        return { sql: number, params };
      };
      return { texts, jobs: jobs.map((job) => packed(job, statement)) };
    },
  };
}

/** The other side. */
export function createUnpacker(): (packed: PackedJobs) => readonly Job[] {
  const known: string[] = [];
  const statement = ({ sql, params }: PackedStatement): Statement => {
    const text = known[sql];
    if (text === undefined) throw new Error(`Statement ${sql} never came.`);
    return { sql: text, params };
  };
  return ({ texts, jobs }) => {
    known.push(...texts);
    return jobs.map((job) => unpacked(job, statement));
  };
}

function packed(job: Job, statement: (from: Statement) => PackedStatement): PackedJob {
  switch (job.kind) {
    case 'turn':
      return {
        ...job,
        consumes: job.consumes === null ? null : statement(job.consumes),
        guard: job.guard === null ? null : statement(job.guard),
        rows: job.rows.map(statement),
        domain: job.domain.map(statement),
      };
    case 'run':
      return { ...job, statements: job.statements.map(statement) };
    case 'claim':
      return job;
  }
}

function unpacked(job: PackedJob, statement: (from: PackedStatement) => Statement): Job {
  switch (job.kind) {
    case 'turn':
      return {
        ...job,
        consumes: job.consumes === null ? null : statement(job.consumes),
        guard: job.guard === null ? null : statement(job.guard),
        rows: job.rows.map(statement),
        domain: job.domain.map(statement),
      };
    case 'run':
      return { ...job, statements: job.statements.map(statement) };
    case 'claim':
      return job;
  }
}
