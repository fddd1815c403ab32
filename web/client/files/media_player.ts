import type { PlaybackState } from "./playback.ts";

/** Nothing was asked for yet. */
export const NOT_PLAYED: PlaybackState = { url: null, attempt: 0, from: 0, isPaused: false, trouble: null };

const playable = new Map<string, boolean>();

/** Whether it is sound or a film of a sort that the browser of this page plays. */
export function isPlayable(mediaType: string, page: Document): boolean {
  // A message is drawn often; what this browser plays stays the same.
  const answer =
    playable.get(mediaType) ??
    (/^(audio|video)/.test(mediaType) && page.createElement("video").canPlayType(mediaType) !== "");
  playable.set(mediaType, answer);
  return answer;
}

/** The element that plays it. */
export function playerOf(mediaType: string): "audio" | "video" {
  return mediaType.startsWith("audio") ? "audio" : "video";
}

/** The button that was pressed is gone: keys go on in the player, unless somebody has gone elsewhere meanwhile. */
export function takeFocus(player: HTMLMediaElement | null): void {
  const page = player?.ownerDocument;
  if (page?.hasFocus() && page.activeElement === page.body) player?.focus({ preventScroll: true });
}
