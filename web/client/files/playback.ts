import { ApiProblem } from "../api.ts";
import type { FileId } from "../generated/wire.ts";
import type { LinkKeeper } from "./file_links.ts";
import { NOT_PLAYED } from "./media_player.ts";

/** What a player shows. */
export interface PlaybackState {
  /** Null until somebody has pressed play and the link is there. */
  readonly url: string | null;
  /** A new player for each try: one that has failed does not look at the same link again. */
  readonly attempt: number;
  /** Where to go on, in seconds. */
  readonly from: number;
  /** Whether it goes on by itself once it can: one that somebody has paused does not. */
  readonly isPaused: boolean;
  /** The file is not there any more, its link can't be had now, or this browser can't play it. */
  readonly trouble: "gone" | "notLoaded" | "noPlayback" | null;
}

/** What is known of the browser's own player. */
export type MediaPlayer = Pick<HTMLMediaElement, "currentTime" | "paused"> & {
  readonly error: Pick<MediaError, "code"> | null;
};

/** `MediaError.MEDIA_ERR_DECODE`: the file itself is damaged, and a new link leads to the same file. */
const DAMAGED = 3;

/** The link of a file that is played: asked for when somebody presses play, and anew where it has run out meanwhile. */
export class Playback {
  #state = NOT_PLAYED;
  /** The second at which the link was last renewed: one that does not serve there either is the file's fault. */
  #renewedAt = -1;

  constructor(
    private readonly links: Pick<LinkKeeper, "of" | "forget">,
    private readonly caseId: string,
    private readonly id: FileId,
    private readonly show: (state: PlaybackState) => void,
  ) {}

  /** Somebody wants to hear or see it, from where it stopped. */
  play(): Promise<void> {
    return this.#load(this.#state.from, false);
  }

  /** The player knows the file: it goes on where the one before it stopped. */
  loaded(player: MediaPlayer): void {
    if (this.#state.from > 0) player.currentTime = this.#state.from;
  }

  /** The player can't go on. */
  async failed({ currentTime, paused, error }: MediaPlayer): Promise<void> {
    const { from, isPaused } = this.#state;
    // A player that has not loaded the file stands at its beginning.
    const at = currentTime || from;
    const second = Math.floor(at);
    if (error?.code === DAMAGED || second === this.#renewedAt) return this.#tell({ url: null, trouble: "noPlayback" });
    this.#renewedAt = second;
    this.links.forget(this.caseId, this.id);
    // One that has not begun yet stands still as well, and nobody has paused it.
    await this.#load(at, paused && (isPaused || at !== from));
  }

  async #load(from: number, isPaused: boolean): Promise<void> {
    try {
      const { url } = await this.links.of(this.caseId, this.id);
      this.#tell({ url, attempt: this.#state.attempt + 1, from, isPaused, trouble: null });
    } catch (error) {
      // The next press begins anew, at this place too.
      this.#renewedAt = -1;
      this.#tell({ url: null, from, trouble: isGone(error) ? "gone" : "notLoaded" });
    }
  }

  #tell(change: Partial<PlaybackState>): void {
    this.#state = { ...this.#state, ...change };
    this.show(this.#state);
  }
}

/** No network and a service in trouble say nothing about the file. */
function isGone(error: unknown): boolean {
  return error instanceof ApiProblem && [404, 410].includes(error.problem.status);
}
