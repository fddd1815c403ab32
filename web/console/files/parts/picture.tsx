import { useEffect, useRef, useState } from "preact/hooks";
import { boxOf } from "../../../client/files/picture_box.ts";
import type { FileWords } from "../../../client/files/words/index.ts";
import type { Attachment } from "../../../client/index.ts";
import type { FilesPart } from "../files_part.ts";
import { MOST } from "../room.ts";
import { Viewer } from "./viewer.tsx";

interface Props {
  file: Attachment;
  caseId: string;
  part: FilesPart;
  words: FileWords;
}

/** A picture in its place, whose links are asked for when it comes into view. */
export function Picture({ file, caseId, part, words }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  // What this computer has sent itself it still has, until the link is there.
  const own = part.queue.named([file.id])[0]?.preview?.url ?? null;
  const [src, setSrc] = useState(own);
  const [hasFailed, setFailed] = useState(false);
  const [isLarge, setLarge] = useState(false);
  const isAgain = useRef(false);
  const load = () =>
    part.links.of(caseId, file.id).then(
      ({ url, thumbnail_url }) => setSrc(thumbnail_url ?? url),
      () => setFailed(own === null),
    );
  useEffect(() => {
    const seen = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      seen.disconnect();
      void load();
    });
    seen.observe(button.current!);
    return () => seen.disconnect();
  }, []);
  const failed = () => {
    if (isAgain.current) return setFailed(true);
    isAgain.current = true;
    part.links.forget(caseId, file.id);
    void load();
  };
  const { width, height } = boxOf(file, MOST);
  return (
    <>
      <button
        type="button"
        ref={button}
        class="picture"
        aria-label={words.open(file.name)}
        aria-haspopup="dialog"
        style={{ width: `${width}px`, aspectRatio: `${width} / ${height}` }}
        onClick={() => setLarge(true)}
      >
        {hasFailed ? <span>{words.noPreview}</span> : src !== null && <img src={src} alt="" onError={failed} />}
      </button>
      {isLarge && (
        <Viewer
          file={file}
          words={words}
          links={() => part.links.of(caseId, file.id)}
          close={() => {
            setLarge(false);
            button.current?.focus();
          }}
        />
      )}
    </>
  );
}
