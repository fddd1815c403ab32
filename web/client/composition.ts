/** The part of a keyboard event that tells whether an input method has it. */
export interface ComposingKey {
  isComposing: boolean;
  keyCode?: number;
}

/** What browsers give as the key code of a press that an input method takes. */
const TAKEN = 229;

/**
 * Whether a key belongs to an input method. Safari ends the composition before the Enter that confirms it, so that this
 * Enter is marked by its key code alone: sending on it would send half a word.
 */
export function isComposing({ isComposing, keyCode }: ComposingKey): boolean {
  return isComposing || keyCode === TAKEN;
}
