// Jobs come out of the writer thread's queue as they went in, and a statement's text crosses once.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Job } from './jobs.ts';
import { createPacker, createUnpacker } from './packed-jobs.ts';

const params = fc.array(
  fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.double({ noNaN: true }), fc.constant(null)),
);
const statement = fc.record({ sql: fc.constantFrom('insert a', 'update b', 'delete c'), params });
const job: fc.Arbitrary<Job> = fc.oneof(
  fc.record({
    kind: fc.constant('turn' as const),
    opens: fc.boolean(),
    consumes: fc.option(statement),
    guard: fc.option(statement),
    journal: params,
    session: params,
    rows: fc.array(statement),
    domain: fc.array(statement),
  }),
  fc.record({ kind: fc.constant('run' as const), statements: fc.array(statement) }),
  fc.record({ kind: fc.constant('claim' as const), now: fc.nat(), leaseMs: fc.nat(), limit: fc.nat() }),
);

describe('jobs on their way to the writer thread', () => {
  it('arrive as they were sent, batch after batch', () => {
    fc.assert(
      fc.property(fc.array(fc.array(job)), (batches) => {
        const packer = createPacker();
        const unpack = createUnpacker();
        for (const jobs of batches) expect(unpack(structuredClone(packer.pack(jobs)))).toEqual(jobs);
      }),
    );
  });

  it('send the text of a statement only the first time', () => {
    const packer = createPacker();
    const jobs: readonly Job[] = [{ kind: 'run', statements: [{ sql: 'delete c', params: [1] }] }];
    expect(packer.pack(jobs).texts).toEqual(['delete c']);
    expect(packer.pack(jobs).texts).toEqual([]);
  });
});
