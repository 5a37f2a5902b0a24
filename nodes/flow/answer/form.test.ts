// Submitted forms.
import { describe, expect, it } from 'vitest';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import type { JsonObject } from '#nodes/kit/json.ts';
import { submit, write } from '#nodes/testkit/answering.ts';

describe('a form', () => {
  const spec: AnswerSpec = {
    kind: 'form',
    formId: 'f',
    consentRequired: true,
    fields: [
      { name: 'name', label: 'Name', kind: 'text', required: true },
      { name: 'phone', label: 'Phone', kind: 'phone', required: true },
      { name: 'email', label: 'E-mail', kind: 'email', required: false },
      { name: 'wechat', label: 'WeChat', kind: 'wechat', required: false },
      { name: 'size', label: 'Size', kind: 'select', required: false, options: [{ id: 's', label: 'Small' }] },
      { name: 'when', label: 'When', kind: 'date', required: false },
      { name: 'people', label: 'People', kind: 'number', required: false },
      { name: 'news', label: 'News', kind: 'checkbox', required: false },
    ],
  };

  it('keeps the declared fields in their plain form', () => {
    const values = {
      name: ' 王芳 ',
      phone: '+86 138-1234-5678',
      email: 'A@B.CN',
      size: 'Small',
      when: '2026-05-01',
      people: '4',
      news: true,
      admin: true,
      consent: true,
    };
    expect(submit(spec, values)).toEqual({
      ok: true,
      value: {
        name: '王芳',
        phone: '13812345678',
        email: 'a@b.cn',
        size: 's',
        when: '2026-05-01',
        people: 4,
        news: true,
        consent: true,
      },
    });
  });

  it('names every wrong field in the language of the customer', () => {
    const answer = submit(spec, { name: ' ', phone: '123', wechat: '!!', size: 'x', people: {} }, 'zh-CN');
    expect(answer.ok).toBe(false);
    expect(answer).toMatchObject({
      problems: {
        name: '请填写此项。',
        phone: '请输入正确的电话号码。',
        wechat: '微信号格式不对。',
        size: '请从列表中选择。',
        people: '内容格式不对。',
        consent: '请先勾选同意。',
      },
    });
  });

  it('is not filled in by writing', () => {
    expect(write(spec, '王芳 13812345678', 'en')).toEqual({ ok: false, reason: 'Please fill in the form above.' });
  });

  it('never reads inherited members of the values', () => {
    const odd: AnswerSpec = {
      kind: 'form',
      formId: 'f',
      consentRequired: false,
      fields: ['constructor', '__proto__', 'toString'].map((name) => ({
        name,
        label: name,
        kind: 'text',
        required: false,
      })),
    };
    expect(submit(odd, {})).toEqual({ ok: true, value: { consent: false } });
    expect(submit(odd, JSON.parse('{"constructor":"x","__proto__":"y"}') as JsonObject)).toEqual({
      ok: true,
      value: { constructor: 'x', consent: false },
    });
  });
});
