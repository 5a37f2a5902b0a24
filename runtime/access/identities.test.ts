// Signed identities: only a good, living statement under the workspace's own secret counts.
import { createHmac, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createLocalSecretVault } from '#runtime/adapters/secret-vault-local/secret-vault-local.ts';
import type { SettingsStore, Workspace } from '#runtime/ports/settings-store.ts';
import { createFakeClock } from '#runtime/testkit/fake-clock.ts';
import { createIdentities, unprovenVisitor } from './identities.ts';
import { loadWorkspaces } from './workspaces.ts';

const SECRET = 's'.repeat(40);

function sign(claim: unknown, secret = SECRET, version = 'v1'): string {
  const head = `${version}.${Buffer.from(JSON.stringify(claim)).toString('base64url')}`;
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
}

async function stage() {
  const clock = createFakeClock();
  const workspaces = await loadWorkspaces(oneWorkspace(), clock);
  const vault = createLocalSecretVault(randomBytes(32));
  const identities = createIdentities({ workspaces, vault, clock });
  await identities.setSecret(workspaces.home, SECRET);
  const now = Math.floor(clock.now() / 1000);
  return { identities, workspaces, home: workspaces.home, now };
}

it('a good statement proves the customer and gives its facts', async () => {
  const { identities, home, now } = await stage();
  expect(identities.prove(home, sign({ id: 'c-7', exp: now + 60, facts: { name: '王芳', vip: true } }))).toEqual({
    visitorId: 'proven:c-7',
    facts: { id: 'c-7', name: '王芳', vip: true },
  });
});

it('anything else proves nothing', async () => {
  const { identities, home, now } = await stage();
  const good = sign({ id: 'c-7', exp: now + 60 });
  const [head, payload, signature] = good.split('.');
  const other = Buffer.from(JSON.stringify({ id: 'c-8', exp: now + 60 })).toString('base64url');
  const bad = [
    '',
    'v1',
    'c-7',
    `${head ?? ''}.${other}.${signature ?? ''}`,
    `${head ?? ''}.${payload ?? ''}.`,
    `${head ?? ''}.${payload ?? ''}.AAAA`,
    `${good}.x`,
    sign({ id: 'c-7', exp: now + 60 }, 'x'.repeat(40)),
    sign({ id: 'c-7', exp: now + 60 }, SECRET, 'v2'),
    sign({ id: 'c-7', exp: now }),
    sign({ id: 'c-7', exp: now + 400 * 86_400 }),
    sign({ id: 'c-7' }),
    sign({ id: '', exp: now + 60 }),
    sign({ id: 'c-7', exp: now + 60, facts: { __proto__x: {} } }),
    sign('c-7'),
    sign(null),
  ];
  expect(bad.map((token) => identities.prove(home, token))).toEqual(bad.map(() => undefined));
});

it('without a secret nothing is proven; the stored secret is sealed', async () => {
  const { identities, workspaces, home, now } = await stage();
  expect(workspaces.get(home).identitySecret).not.toContain(SECRET);
  expect(identities.isConfigured(home)).toBe(true);
  await identities.setSecret(home, null);
  expect(identities.isConfigured(home)).toBe(false);
  expect(identities.prove(home, sign({ id: 'c-7', exp: now + 60 }))).toBeUndefined();
  await expect(identities.setSecret(home, 'short')).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
});

it('nobody becomes a proven customer by claiming the id', () => {
  expect(unprovenVisitor('proven:c-7')).toBe('unproven:proven:c-7');
  expect(unprovenVisitor('v-1')).toBe('v-1');
});

function oneWorkspace(): SettingsStore {
  const rows = new Map<string, Workspace>();
  return {
    list: () => Promise.resolve([...rows.values()]),
    get: (id) => Promise.resolve(rows.get(id)),
    insert: (workspace) => Promise.resolve(void rows.set(workspace.id, workspace)),
    update(id, changes) {
      const row = rows.get(id);
      if (row !== undefined) rows.set(id, { ...row, ...changes });
      return Promise.resolve(rows.get(id));
    },
  };
}
