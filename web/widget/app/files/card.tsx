import { Component, type JSX } from "preact";
import { kindOf, sizeText } from "../../../client/files/media_types.ts";
import { saveLink } from "./saving.ts";
import { KindIcon } from "./kind_icon.tsx";
import type { FileProps } from "./picture.tsx";

/** A file by its name, kind and size. It is handed over, never shown here. */
export class Card extends Component<FileProps, { isGone: boolean }> {
  override state = { isGone: false };

  override render({ file, words, language }: FileProps, { isGone }: { isGone: boolean }): JSX.Element {
    const kind = kindOf(file.media_type);
    const about = `${words.kinds[kind]} · ${sizeText(file.size, language.tag)}`;
    return (
      <button type="button" class="card" aria-label={`${words.download(file.name)}, ${about}`} onClick={this.#save}>
        <KindIcon kind={kind} />
        <span class="about">
          <bdi>{file.name}</bdi>
          <span role={isGone ? "alert" : undefined}>
            {isGone ? (
              words.gone
            ) : (
              <>
                {`${words.kinds[kind]} · `}
                <bdi>{sizeText(file.size, language.tag)}</bdi>
              </>
            )}
          </span>
        </span>
      </button>
    );
  }

  readonly #save = async (): Promise<void> => {
    const { files, caseId, file } = this.props;
    try {
      const { url } = await files.links.of(caseId, file.id);
      this.setState({ isGone: false });
      saveLink(url, file.name);
    } catch {
      this.setState({ isGone: true });
    }
  };
}
