// The vault: what was sealed opens where it belongs, and nowhere else.
import { describe, expect, it } from 'vitest';
import { createLocalSecretVault } from './secret-vault-local.ts';

describe('The local vault', () => {
  const vault = createLocalSecretVault(Buffer.from('a master key of at least 32 characters'));

  it('opens what it sealed, with any text, and never seals alike', () => {
    for (const secret of ['', 'k', '密钥 🔑', 'x'.repeat(10_000)]) {
      const sealed = vault.seal('w', 'hook', secret);
      expect(vault.open('w', 'hook', sealed)).toBe(secret);
      expect(vault.seal('w', 'hook', secret)).not.toBe(sealed);
      if (secret.length > 1) expect(sealed).not.toContain(secret);
    }
  });

  it('does not open in another workspace, under another id, with another key, or changed', () => {
    const sealed = vault.seal('w', 'hook', 'secret');
    const other = createLocalSecretVault(Buffer.from('another master key of 32 characters or more'));
    const flipped = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA');
    const attempts = [
      () => vault.open('v', 'hook', sealed),
      () => vault.open('w', 'other', sealed),
      () => vault.open('wh', 'ook', sealed),
      () => other.open('w', 'hook', sealed),
      () => vault.open('w', 'hook', flipped),
      () => vault.open('w', 'hook', sealed.slice(0, 20)),
      () => vault.open('w', 'hook', ''),
      () => vault.open('w', 'hook', 'secret'),
    ];
    for (const attempt of attempts) expect(attempt).toThrow(expect.objectContaining({ code: 'SECRET_UNREADABLE' }));
  });
});
