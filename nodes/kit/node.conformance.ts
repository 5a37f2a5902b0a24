// What every node type owes the house; run over the registry.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Value from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { uiOf, WIDGETS } from './fields.ts';
import { EFFECT_TIMING } from './effects.ts';
import { LOCALES } from './localized.ts';
import type { StateJson } from './machine.ts';
import type { NodeType } from './define-node.ts';

/** Configs beyond the defaults that a type wants to be judged by. */
export interface NodeSample {
  readonly config: Readonly<Record<string, unknown>>;
}

const kebab = (name: string) => name.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);

/** Registers the suite for one node type. */
export function nodeConformance(type: NodeType, samples: readonly NodeSample[] = []): void {
  const configs = [type.defaults, ...samples.map((sample) => sample.config)];
  const help = fileURLToPath(new URL(`../catalog/${type.type}/${kebab(type.type)}.help.md`, import.meta.url));

  describe(`node type ${type.type}`, () => {
    test.each(configs.map((config, index) => [index, config] as const))(
      'sample %i satisfies its schema and survives JSON',
      (_index, config) => {
        expect([...Value.Errors(type.config, config)]).toEqual([]);
        expect(JSON.parse(JSON.stringify(config))).toEqual(config);
      },
    );

    test('is named and described in both languages', () => {
      for (const locale of LOCALES) {
        expect(type.title[locale]).not.toBe('');
        expect(type.description[locale]).not.toBe('');
      }
      expect(type.keywords.length).toBeGreaterThan(1);
    });

    test('has help in both languages', () => {
      expect(existsSync(help)).toBe(true);
      const words = readFileSync(help, 'utf8');
      expect(words).toMatch(/^## 中文/mu);
      expect(words).toMatch(/^## English/mu);
      expect(words.length).toBeGreaterThan(200);
    });

    test('draws every field with a known widget and a label in both languages', () => {
      for (const [name, schema] of Object.entries(type.config.properties)) {
        const ui = uiOf(schema);
        expect(ui, name).toBeDefined();
        expect(WIDGETS).toContain(ui?.widget);
        for (const locale of LOCALES) expect(ui?.label[locale], name).toBeTruthy();
      }
    });

    test('has distinct ports that are safe in edges and named', () => {
      for (const config of configs) {
        const ports = type.ports(config);
        expect(new Set(ports.map((port) => port.id)).size).toBe(ports.length);
        for (const port of ports) expect(port.id).toMatch(/^[A-Za-z0-9_-]{1,64}$/u);
      }
    });

    test('sums itself up for any valid config', () => {
      for (const config of configs)
        for (const locale of LOCALES) expect(typeof type.summary(config, locale)).toBe('string');
    });

    test('has an upgrade from every older version', () => {
      for (let version = 1; version < type.version; version++)
        expect(type.upgrades?.[version], `from ${String(version)}`).toBeTypeOf('function');
    });

    if (type.compile === undefined) return;

    test('compiles to the same plain JSON each time', () => {
      for (const config of configs) {
        const first = compileAlone(type, config);
        expect(JSON.parse(JSON.stringify(first.state))).toEqual(
          JSON.parse(JSON.stringify(compileAlone(type, config).state)),
        );
        expect(JSON.stringify(first.state)).not.toMatch(/"(invoke|spawn|src)":/u);
      }
    });

    test('can leave by every port it shows, and by no other', () => {
      for (const config of configs) {
        const left = compileAlone(type, config).left;
        const shown = new Set(type.ports(config).map((port) => port.id));
        // The error port of an instant node is taken when it throws, through a transition of the root.
        const missing = [...shown].filter((port) => !left.has(port) && port !== 'error');
        expect(missing).toEqual([]);
        expect([...left].filter((port) => !shown.has(port))).toEqual([]);
      }
    });

    test('declares the effects it asks for', () => {
      for (const config of configs) {
        for (const kind of compileAlone(type, config).kinds) {
          expect(EFFECT_TIMING).toHaveProperty([kind]);
          expect(type.effects).toContain(kind);
        }
      }
    });
  });
}

function compileAlone(type: NodeType, config: Readonly<Record<string, unknown>>) {
  const left = new Set<string>();
  const kinds = new Set<string>();
  const state = type.compile?.({
    id: 'n',
    config,
    timeZone: 'Asia/Shanghai',
    isWired: () => true,
    to: (port, extra = {}) => {
      left.add(port);
      return { ...extra, target: '#next' };
    },
    delay: (key) => `n:${key}`,
    inner: (inner) => inner,
    node: (id) => `#${id}`,
    returnTarget: '#caller',
  });
  if (state !== undefined) collectKinds(state, kinds);
  return { state, left, kinds };
}

function collectKinds(state: StateJson, kinds: Set<string>): void {
  const text = JSON.stringify(state);
  for (const [, kind] of text.matchAll(/"type":"effect","params":\{[^}]*?"kind":"([a-z.]+)"/gu))
    if (kind !== undefined) kinds.add(kind);
  if (text.includes('"type":"say"')) kinds.add('message.send');
}
