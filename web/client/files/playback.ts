import type { FileId } from "../generated/wire.ts";
import type { LinkKeeper } from "./file_links.ts";

/** What a player shows. */
export interface PlaybackState {
  /** Null until somebody has pressed play and the link is there. */
  readonly url: string | null;
  /** A new player for each try: one that has failed does not look at the same link again. */
  readonly attempt: number;
  /** Where to go on, in seconds. */
  readonly from: number;
  /** The file is not there any more, or this browser can't play it. */
  readonly trouble: "gone" | "noPlayback" | null;
}

/** Nothing was asked for yet. */
export const NOT_PLAYED: PlaybackState = { url: null, attempt: 0, from: 0, trouble: null };

/** The link of a file that is played: asked for when somebody presses play, and anew where it has run out meanwhile. */
export class Playback {
  /** A new link that does not serve either is the file's fault. */
  #isAgain = false;
  #attempt = 0;

  constructor(
    private readonly links: Pick<LinkKeeper, "of" | "forget">,
    private readonly caseId: string,
    private readonly id: FileId,
    private readonly show: (state: PlaybackState) => void,
  ) {}

  /** Somebody wants to hear or see it, from a second on. */
  async play(from = 0): Promise<void> {
    try {
      const { url } = await this.links.of(this.caseId, this.id);
      this.#attempt += 1;
      this.#tell(url, from, null);
    } catch {
      this.#tell(null, from, "gone");
    }
  }

  /** It plays: whatever stops it later is something else. */
  played(): void {
    this.#isAgain = false;
  }

  /** The player can't go on at a second of the file. */
  async failed(at: number): Promise<void> {
    if (this.#isAgain) return this.#tell(null, at, "noPlayback");
    this.#isAgain = true;
    this.links.forget(this.caseId, this.id);
    await this.play(at);
  }

  #tell(url: string | null, from: number, trouble: PlaybackState["trouble"]): void {
    this.show({ url, attempt: this.#attempt, from, trouble });
  }
}
