// Forms are drawn from the schemas of the shipped step types.
import { describe, expect, it } from 'vitest';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import { fieldsOf, isShown, looseProblems, problemsOf } from './form-model.ts';

const problem = (field: string | undefined): FlowProblem => ({
  code: 'X',
  severity: 'error',
  node: 'n',
  message: { 'zh-CN': '错', en: 'wrong' },
  fix: { 'zh-CN': '改', en: 'mend' },
  ...(field === undefined ? {} : { field }),
});

describe('the form of a step', () => {
  it.each(Object.values(NODE_TYPES).map((type) => [type.type, type] as const))(
    'of type %s draws every property of its config, labelled in both languages',
    (_, type) => {
      const fields = fieldsOf(type.config);
      expect(fields.map((field) => field.name).sort()).toEqual(Object.keys(type.config.properties).sort());
      for (const { ui } of fields) {
        expect(ui.label['zh-CN']).not.toBe('');
        expect(ui.label.en).not.toBe('');
      }
    },
  );

  it('shows a field only while the field it depends on says so', () => {
    const field = fieldsOf(NODE_TYPES['askTyped']!.config).find((one) => one.name === 'patterns')!;
    expect(isShown(field, { kind: 'order' })).toBe(true);
    expect(isShown(field, { kind: 'date' })).toBe(false);
  });

  it('puts problems under their field, with the place inside it', () => {
    const problems = [problem('/options/1/label'), problem('/prompt'), problem(undefined), problem('/optionsX')];
    expect(problemsOf(problems, 'options', 'en')).toEqual([
      { pointer: '/1/label', severity: 'error', message: 'wrong' },
    ]);
    const fields = fieldsOf(NODE_TYPES['askChoice']!.config);
    expect(looseProblems(problems, fields)).toEqual([problem(undefined), problem('/optionsX')]);
  });
});
