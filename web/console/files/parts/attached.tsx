import { boxOf } from "../../../client/files/picture_box.ts";
import type { Attachment } from "../../../client/index.ts";
import { useAppContext } from "../../app_context.ts";
import { useLazy } from "../../parts/lazy-part.tsx";
import { MOST } from "../room.ts";

/** How high a file without a picture is drawn. */
const CARD = "56px";

/** The files of a message in the log. Until what shows them has come, their places are kept free: nothing moves then. */
export function Attached({ caseId, files }: { caseId: string; files: readonly Attachment[] }) {
  const { files: caseFiles } = useAppContext();
  const part = useLazy(caseFiles.part);
  if (part !== null) return <part.Attachments part={part} caseId={caseId} files={files} />;
  return (
    <div class="files">
      {files.map((file) => {
        const { width, height } = boxOf(file, MOST);
        const size =
          file.width === undefined
            ? { height: CARD }
            : { width: `${width}px`, maxWidth: "100%", aspectRatio: `${width} / ${height}` };
        return <div key={file.id} style={size} />;
      })}
    </div>
  );
}

/** The files of a reply that is not in the log yet. */
export function Attaching({ ids }: { ids: readonly string[] }) {
  const part = useLazy(useAppContext().files.part);
  return part === null ? null : <part.OnItsWay part={part} ids={ids} />;
}
