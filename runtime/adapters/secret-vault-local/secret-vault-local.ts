// Secrets sealed with AES-256-GCM under a key derived from the server's master key.
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { FlowError } from '#nodes/kit/errors.ts';
import type { SecretVault } from '#runtime/ports/secret-vault.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The local vault. A sealed value is `v1.<key id>.<base64url of iv, ciphertext, tag>`. */
export function createLocalSecretVault(masterKey: Buffer): SecretVault {
  const key = Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), 'tandem secret vault', 32));
  const keyId = createHash('sha256').update(key).digest('hex').slice(0, 8);

  return {
    seal(workspaceId, id, secret) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      cipher.setAAD(aadOf(workspaceId, id));
      const body = Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `v1.${keyId}.${body.toString('base64url')}`;
    },

    open(workspaceId, id, sealed) {
      const [version, sealedBy, text = ''] = sealed.split('.');
      if (version !== 'v1' || sealedBy !== keyId) {
        throw new FlowError(
          'SECRET_UNREADABLE',
          'This secret was sealed with another key. Restore the old key, or enter the secret again.',
        );
      }
      const body = Buffer.from(text, 'base64url');
      if (body.length < IV_BYTES + TAG_BYTES) throw damaged();
      const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(aadOf(workspaceId, id));
      decipher.setAuthTag(body.subarray(body.length - TAG_BYTES));
      try {
        const clear = decipher.update(body.subarray(IV_BYTES, body.length - TAG_BYTES));
        return Buffer.concat([clear, decipher.final()]).toString('utf8');
      } catch {
        throw damaged();
      }
    },
  };
}

function damaged(): FlowError {
  return new FlowError('SECRET_UNREADABLE', 'The stored secret does not belong here or was changed. Enter it again.');
}

function aadOf(workspaceId: string, id: string): Buffer {
  return Buffer.from(JSON.stringify([workspaceId, id]));
}
