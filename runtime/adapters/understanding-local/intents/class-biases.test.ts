// Classes that held-out sentences show to be under- or overrated are corrected, and no others.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { fitBiases, type ScoredSentence } from './class-biases.ts';

const SHARPNESS = 6;

/** `count` sentences of each class: its own score, and what every other class says. */
function said(own: readonly number[], others: number, count: number): ScoredSentence[] {
  return own.flatMap((score, label) =>
    Array.from({ length: count }, () => ({
      label,
      scores: Float64Array.from(own, (_, k) => (k === label ? score : others)),
    })),
  );
}

describe('biases of classes', () => {
  it('lift a class whose own sentences score low, most of all', () => {
    const biases = fitBiases(said([0.4, 0.4, -0.5], -0.4, 10), 3, SHARPNESS);
    expect(biases[2]).toBeGreaterThan(0.03);
    expect(biases[2]).toBeGreaterThan(Math.max(biases[0] ?? 0, biases[1] ?? 0));
  });

  it('press a class that claims the sentences of others', () => {
    const claimed = said([0.3, 0.3, 0.3], -0.5, 10).map(({ scores, label }) => ({
      label,
      scores: scores.with(0, 0.35),
    }));
    const biases = fitBiases(claimed, 3, SHARPNESS);
    expect(biases[0]).toBeLessThan(-0.05);
    expect(biases[0]).toBeLessThan(Math.min(biases[1] ?? 0, biases[2] ?? 0));
  });

  it('are none where every class does as well as the others', () => {
    for (const bias of fitBiases(said([0.5, 0.5, 0.5], -0.5, 10), 3, SHARPNESS)) expect(bias).toBeCloseTo(0, 6);
  });

  it('are none where there are sentences enough for the weights to have learnt it, or no sentence at all', () => {
    expect([...fitBiases(said([0.4, 0.4, -0.5], -0.4, 60), 3, SHARPNESS)]).toEqual([0, 0, 0]);
    expect([...fitBiases([], 2, SHARPNESS)]).toEqual([0, 0]);
    expect([...fitBiases([], 0, SHARPNESS)]).toEqual([]);
  });

  it('stay small numbers whatever the scores are, and make held-out sentences no less likely', () => {
    const score = fc.double({ min: -3, max: 3, noNaN: true });
    const sentence = fc.record({ label: fc.nat(3), scores: fc.array(score, { minLength: 4, maxLength: 4 }) });
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 4, maxLength: 80 }), (drawn) => {
        const sentences = drawn.map(({ label, scores }) => ({ label, scores: Float64Array.from(scores) }));
        const biases = fitBiases(sentences, 4, SHARPNESS);
        for (const bias of biases) expect(Math.abs(bias)).toBeLessThan(7);
        const soft = SHARPNESS * 0.75;
        expect(lossOf(sentences, biases, soft)).toBeLessThanOrEqual(
          lossOf(sentences, new Float64Array(4), soft) + 1e-6,
        );
      }),
    );
  });
});

function lossOf(sentences: readonly ScoredSentence[], biases: Float64Array, sharpness: number): number {
  return sentences.reduce((sum, { scores, label }) => {
    const corrected = scores.map((score, k) => sharpness * (score + (biases[k] ?? 0)));
    const highest = Math.max(...corrected);
    const total = corrected.reduce((whole, score) => whole + Math.exp(score - highest), 0);
    return sum + Math.log(total) + highest - (corrected[label] ?? 0);
  }, 0);
}
