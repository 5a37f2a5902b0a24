// Arrow up brings back what was typed; arrow down returns to the line being written.
import { expect, it } from 'vitest';
import { NO_HISTORY, recall, remember } from './input-history.ts';

it('walks back through the lines and returns to the draft', () => {
  const history = remember(remember(NO_HISTORY, 'one'), 'two');
  const up = recall(history, 'up', 'half a line');
  expect(up.text).toBe('two');
  const further = recall(up.history, 'up', up.text);
  expect(further.text).toBe('one');
  expect(recall(further.history, 'up', further.text).text).toBe('one');
  const down = recall(further.history, 'down', further.text);
  expect(recall(down.history, 'down', down.text).text).toBe('half a line');
});

it('keeps the last twenty lines and no repetition', () => {
  let history = NO_HISTORY;
  for (let line = 0; line < 30; line += 1) history = remember(history, `line ${line}`);
  history = remember(history, 'line 29');
  expect(history.lines).toHaveLength(20);
  expect(history.lines.at(-2)).toBe('line 28');
});
