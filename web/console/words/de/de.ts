import type { Words } from "../en/index.ts";
import { controls } from "./controls.ts";
import { conversation } from "./conversation.ts";

export { pages } from "./pages.ts";
export const words: Words = { ...conversation, ...controls };
