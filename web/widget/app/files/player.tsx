import { Component, type JSX } from "preact";
import { NOT_PLAYED, playerOf, takeFocus } from "../../../client/files/media_player.ts";
import { sizeText } from "../../../client/files/media_types.ts";
import type { Playback, PlaybackState } from "../../../client/files/playback.ts";
import { Card } from "./card.tsx";
import type { FileProps } from "./picture.tsx";

/** Sound or a film: the browser's own player once somebody presses play. Nothing of the file is fetched before. */
export class Player extends Component<FileProps, PlaybackState> {
  override state = NOT_PLAYED;
  /** Comes as somebody presses play: most conversations have nothing that is played. */
  #playback: Playback | null = null;

  override render(props: FileProps, { url, attempt, isPaused, trouble }: PlaybackState): JSX.Element {
    const { file, words, language } = props;
    const Media = playerOf(file.media_type);
    const size = sizeText(file.size, language.tag);
    return (
      <div class="media">
        {url !== null && (
          <Media
            key={attempt}
            ref={takeFocus}
            class="player"
            src={url}
            controls
            autoplay={!isPaused}
            playsInline
            preload="metadata"
            aria-label={file.name}
            onLoadedMetadata={(event) => this.#playback?.loaded(event.currentTarget)}
            onError={(event) => void this.#playback?.failed(event.currentTarget)}
          />
        )}
        {trouble !== null && <p role="alert">{words[trouble]}</p>}
        <div class="media-row">
          {url === null && (trouble === null || trouble === "notLoaded") && (
            <button type="button" class="play" aria-label={`${words.play(file.name)}, ${size}`} onClick={this.#play}>
              <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
                <path d="M8 5.500v13l10.500-6.500z" fill="currentColor" />
              </svg>
            </button>
          )}
          <Card {...props} />
        </div>
      </div>
    );
  }

  readonly #play = async (): Promise<void> => {
    const { files, caseId, file } = this.props;
    try {
      const { Playback } = await import("../../../client/files/playback.ts");
      this.#playback ??= new Playback(files.links, caseId, file.id, (state) => this.setState(state));
      await this.#playback.play();
    } catch {
      this.setState({ trouble: "notLoaded" });
    }
  };
}
