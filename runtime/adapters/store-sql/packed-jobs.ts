// Jobs on their way to the writer thread: one flat list of cells, which crosses at half the cost of objects. A statement's text crosses once.
import type { Job, TurnJob } from './jobs.ts';
import type { Param, Statement } from './statement.ts';

/** What crosses: texts the other side does not know yet, in the order of their numbers, and the jobs as cells, each list after its length. */
export interface PackedJobs {
  readonly texts: readonly string[];
  readonly cells: readonly Param[];
}

const KINDS = ['turn', 'run', 'claim'] as const satisfies readonly Job['kind'][];

/** One for each thread, for as long as it lives. The texts of a program are few and never change. */
export function createPacker(): { readonly pack: (jobs: readonly Job[]) => PackedJobs } {
  const numbers = new Map<string, number>();
  return {
    pack(jobs) {
      const texts: string[] = [];
      const cells: Param[] = [];
      const list = (params: readonly Param[]): void => {
        cells.push(params.length);
        for (const param of params) cells.push(param);
      };
      const statement = ({ sql, params }: Statement): void => {
        let number = numbers.get(sql);
        if (number === undefined) {
          number = numbers.size;
          numbers.set(sql, number);
          texts.push(sql);
        }
        cells.push(number);
        list(params);
      };
      const statements = (all: readonly Statement[]): void => {
        cells.push(all.length);
        for (const one of all) statement(one);
      };
      for (const job of jobs) {
        cells.push(KINDS.indexOf(job.kind));
        switch (job.kind) {
          case 'turn':
            cells.push(job.opens ? 1 : 0);
            statements(job.consumes === null ? [] : [job.consumes]);
            statements(job.guard === null ? [] : [job.guard]);
            list(job.journal);
            list(job.session);
            statements(job.rows);
            statements(job.domain);
            break;
          case 'run':
            statements(job.statements);
            break;
          case 'claim':
            cells.push(job.now, job.leaseMs, job.limit);
        }
      }
      return { texts, cells };
    },
  };
}

/** The other side. */
export function createUnpacker(): (packed: PackedJobs) => readonly Job[] {
  const known: string[] = [];
  return ({ texts, cells }) => {
    known.push(...texts);
    const reader = readerOf(cells, known);
    const jobs: Job[] = [];
    while (!reader.atEnd()) jobs.push(readJob(reader));
    return jobs;
  };
}

interface Reader {
  atEnd(): boolean;
  number(): number;
  list(): readonly Param[];
  statements(): readonly Statement[];
}

function readerOf(cells: readonly Param[], known: readonly string[]): Reader {
  let next = 0;
  const number = (): number => {
    const cell = cells[next];
    if (typeof cell !== 'number') throw new Error(`Cell ${next} of the jobs is no number.`);
    next += 1;
    return cell;
  };
  const list = (): readonly Param[] => {
    const length = number();
    next += length;
    return cells.slice(next - length, next);
  };
  const statement = (): Statement => {
    const place = number();
    const sql = known[place];
    if (sql === undefined) throw new Error(`Statement ${place} never came.`);
    return { sql, params: list() };
  };
  return {
    atEnd: () => next >= cells.length,
    number,
    list,
    statements: () => Array.from({ length: number() }, statement),
  };
}

function readJob(reader: Reader): Job {
  const kind = KINDS[reader.number()];
  switch (kind) {
    case 'turn':
      return readTurn(reader);
    case 'run':
      return { kind, statements: reader.statements() };
    case 'claim':
      return { kind, now: reader.number(), leaseMs: reader.number(), limit: reader.number() };
    default:
      throw new Error('A job of an unknown kind came.');
  }
}

function readTurn(reader: Reader): TurnJob {
  const opens = reader.number() === 1;
  const [consumes] = reader.statements();
  const [guard] = reader.statements();
  return {
    kind: 'turn',
    opens,
    consumes: consumes ?? null,
    guard: guard ?? null,
    journal: reader.list(),
    session: reader.list(),
    rows: reader.statements(),
    domain: reader.statements(),
  };
}
