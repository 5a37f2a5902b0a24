// Is an input method at work? Then the key belongs to it, whatever it would mean otherwise.

interface Press {
  readonly isComposing: boolean;
  readonly keyCode: number;
}

/** True while a candidate is being chosen, also for the Enter that Safari sends with code 229 and no flag. */
export function isComposing(press: Press): boolean {
  return press.isComposing || press.keyCode === 229;
}
