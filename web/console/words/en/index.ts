import { controls } from "./controls.ts";
import { conversation } from "./conversation.ts";

/** Everything that the console's first screen says, in English. The other languages have the same shape: what is missing doesn't compile. */
export const en = { ...conversation, ...controls };

export type Words = typeof en;
