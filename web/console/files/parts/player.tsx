import { useMemo, useState } from "preact/hooks";
import type { TargetedEvent } from "preact";
import { type Kind, kindOf, sizeText } from "../../../client/files/media_types.ts";
import { NOT_PLAYED, Playback } from "../../../client/files/playback.ts";
import { locale } from "../../words/index.ts";
import { Card, type FileProps } from "./card.tsx";

/** Whether it is sound or a film of a sort that this browser plays. */
export function isPlayable(mediaType: string): boolean {
  const kind = kindOf(mediaType);
  return isMedia(kind) && document.createElement(kind).canPlayType(mediaType) !== "";
}

function isMedia(kind: Kind): kind is "audio" | "video" {
  return kind === "audio" || kind === "video";
}

/** Sound or a film: the browser's own player once somebody presses play. Nothing of the file is fetched before. */
export function Player(props: FileProps) {
  const { file, caseId, part, words } = props;
  const [{ url, attempt, from, trouble }, show] = useState(NOT_PLAYED);
  const playback = useMemo(() => new Playback(part.links, caseId, file.id, show), [caseId, file.id]);
  const Media = kindOf(file.media_type) === "audio" ? "audio" : "video";
  const goOn = ({ currentTarget }: TargetedEvent<HTMLMediaElement>) => {
    if (from > 0) currentTarget.currentTime = from;
  };
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
          onLoadedMetadata={goOn}
          onPlaying={() => playback.played()}
          onError={(event) => void playback.failed(event.currentTarget.currentTime)}
        />
      )}
      {trouble !== null && <p role="alert">{words[trouble]}</p>}
      <div class="media-row">
        {url === null && trouble === null && (
          <button
            type="button"
            class="button square play"
            aria-label={`${words.play(file.name)}, ${sizeText(file.size, locale())}`}
            onClick={() => void playback.play()}
          >
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
              <path d="M8 5.500v13l10.500-6.500z" />
            </svg>
          </button>
        )}
        <Card {...props} />
      </div>
    </div>
  );
}

/** The button that was pressed is gone: keys go on in the player. */
function focus(player: HTMLMediaElement | null): void {
  player?.focus({ preventScroll: true });
}
