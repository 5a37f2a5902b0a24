// What was kept comes back only where it still has the form's shape.
import { describe, expect, it } from 'vitest';
import { parseDraft } from './kept-draft.ts';

const EMPTY = { question: '', similar: [] as string[], rules: { channels: [] as string[] } };

describe('what was written before', () => {
  it('comes back', () => {
    const written = { question: 'How long?', similar: ['When?'], rules: { channels: ['webchat'] } };
    expect(parseDraft(JSON.stringify(written), EMPTY)).toEqual(written);
  });

  it('is as if it was not there when nothing or nonsense was kept', () => {
    expect(parseDraft(null, EMPTY)).toBeUndefined();
    expect(parseDraft('{', EMPTY)).toBeUndefined();
    expect(parseDraft('7', EMPTY)).toBeUndefined();
  });

  it('of an older form fills what it knows', () => {
    expect(parseDraft(JSON.stringify({ question: 'How long?', similar: 'When?', gone: 1 }), EMPTY)).toEqual({
      question: 'How long?',
      similar: [],
      rules: { channels: [] },
    });
  });
});
