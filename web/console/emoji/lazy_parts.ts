import { lazy } from "../lazy.ts";

/** The choice of emoji, fetched when somebody first wants one. */
export const emojiParts = lazy(async () => (await import("./parts/emoji-picker.tsx")).EmojiPicker);
