import { useMemo, useState } from "preact/hooks";
import { NOT_PLAYED, playerOf, takeFocus } from "../../../client/files/media_player.ts";
import { sizeText } from "../../../client/files/media_types.ts";
import { Playback } from "../../../client/files/playback.ts";
import { locale } from "../../words/index.ts";
import { Card, type FileProps } from "./card.tsx";

/** Sound or a film: the browser's own player once somebody presses play. Nothing of the file is fetched before. */
export function Player(props: FileProps) {
  const { file, caseId, part, words } = props;
  const [{ url, attempt, isPaused, trouble }, show] = useState(NOT_PLAYED);
  const playback = useMemo(() => new Playback(part.links, caseId, file.id, show), [caseId, file.id]);
  const Media = playerOf(file.media_type);
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
          onLoadedMetadata={(event) => playback.loaded(event.currentTarget)}
          onError={(event) => void playback.failed(event.currentTarget)}
        />
      )}
      {trouble !== null && <p role="alert">{words[trouble]}</p>}
      <div class="media-row">
        {url === null && (trouble === null || trouble === "notLoaded") && (
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
