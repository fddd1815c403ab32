import type { JSX } from "preact";
import { boxOf } from "../../../client/files/picture_box.ts";
import type { Bubble } from "../rows.ts";
import type { State } from "../state.ts";

/** How large a picture is drawn at most, in pixels: a bubble of a narrow phone holds it. */
export const MOST = { width: 224, height: 280 };
/** How high a file without a picture is drawn. */
const CARD = "60px";

/** The files of a message. Until what shows them has come, their places are kept free: nothing moves then. */
export function Attached({ bubble, state }: { bubble: Bubble; state: State }): JSX.Element | null {
  const { files, naming = [] } = bubble;
  if (files.length === 0 && naming.length === 0) return null;
  if (state.files) return <state.files.Attachments bubble={bubble} state={state} />;
  return (
    <div class="files">
      {files.map((file) => {
        const { width, height } = boxOf(file, MOST);
        return file.width ? (
          <div key={file.id} style={{ width: `${width}px`, maxWidth: "100%", aspectRatio: `${width} / ${height}` }} />
        ) : (
          <div key={file.id} style={{ height: CARD }} />
        );
      })}
    </div>
  );
}
