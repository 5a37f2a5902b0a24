// Signs what leaves this installation as a file, and says whose signature a file carries.

/** A signature as it stands in a file. Both texts are base64. */
export interface BundleSignature {
  readonly algorithm: 'ed25519';
  /** The public key (raw, 32 bytes). */
  readonly key: string;
  readonly value: string;
}

/** Whose signature it is: this installation's, a known one's, a valid one of a stranger, or none that fits the text. */
export type Signer =
  | { readonly by: 'own'; readonly fingerprint: string }
  | { readonly by: 'known'; readonly fingerprint: string; readonly name: string }
  | { readonly by: 'stranger'; readonly fingerprint: string }
  | { readonly by: 'nobody' };

/** The signer. Pure: the same text gives the same signature. */
export interface BundleSigner {
  sign(text: string): BundleSignature;
  signerOf(text: string, signature: BundleSignature): Signer;
}
