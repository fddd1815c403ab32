import type { Kind } from "./media_types.ts";

const SHEET = "M7 3.5h7l4 4v13H7zM14 3.5v4h4";

/** A drawing for each kind of file, as an SVG path on a grid of 24 units. */
export const KIND_PATHS: Record<Kind, string> = {
  picture: "M4 5h16v14H4zM4 16l4.5-4.5 4 4 3-3L20 17M15.5 9.5v.01",
  pdf: `${SHEET}M9.5 13h6M9.5 16.5h4`,
  document: `${SHEET}M9.5 12h6M9.5 14.5h6M9.5 17h4`,
  sheet: `${SHEET}M9.5 12h6v5.5h-6zM12.5 12v5.5M9.5 14.7h6`,
  slides: "M4 5h16v11H4zM12 16v4M8.5 20h7",
  text: `${SHEET}M9.5 12h6M9.5 14.5h6M9.5 17h4`,
  audio: "M9 17.5V6l9-2v11.5M9 17.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM18 15.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z",
  video: "M4 6h11v12H4zM15 10.5l5-3v9l-5-3",
  other: SHEET,
};
