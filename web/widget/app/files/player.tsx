import { Component, type JSX, type TargetedEvent } from "preact";
import { type Kind, kindOf, sizeText } from "../../../client/files/media_types.ts";
import { NOT_PLAYED, Playback, type PlaybackState } from "../../../client/files/playback.ts";
import { Card } from "./card.tsx";
import type { FileProps } from "./picture.tsx";

/** Whether it is sound or a film of a sort that this browser plays. */
export function isPlayable(mediaType: string): boolean {
  const kind = kindOf(mediaType);
  return isMedia(kind) && document.createElement(kind).canPlayType(mediaType) !== "";
}

function isMedia(kind: Kind): kind is "audio" | "video" {
  return kind === "audio" || kind === "video";
}

/** Sound or a film: the browser's own player once somebody presses play. Nothing of the file is fetched before. */
export class Player extends Component<FileProps, PlaybackState> {
  override state = NOT_PLAYED;
  readonly #playback = new Playback(this.props.files.links, this.props.caseId, this.props.file.id, (state) =>
    this.setState(state),
  );

  override render(props: FileProps, { url, attempt, trouble }: PlaybackState): JSX.Element {
    const { file, words, language } = props;
    const Media = kindOf(file.media_type) === "audio" ? "audio" : "video";
    const size = sizeText(file.size, language.tag);
    return (
      <div class="media">
        {url !== null && (
          <Media
            key={attempt}
            ref={focus}
            class="player"
            src={url}
            controls
            autoplay
            playsInline
            preload="metadata"
            aria-label={file.name}
            onLoadedMetadata={this.#loaded}
            onPlaying={() => this.#playback.played()}
            onError={(event) => void this.#playback.failed(event.currentTarget.currentTime)}
          />
        )}
        {trouble !== null && <p role="alert">{words[trouble]}</p>}
        <div class="media-row">
          {url === null && trouble === null && (
            <button
              type="button"
              class="play"
              aria-label={`${words.play(file.name)}, ${size}`}
              onClick={() => void this.#playback.play()}
            >
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

  readonly #loaded = ({ currentTarget }: TargetedEvent<HTMLMediaElement>): void => {
    if (this.state.from > 0) currentTarget.currentTime = this.state.from;
  };
}

/** The button that was pressed is gone: keys go on in the player. */
function focus(player: HTMLMediaElement | null): void {
  player?.focus({ preventScroll: true });
}
