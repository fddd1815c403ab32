import { LONGEST_TEXT as LIMIT, countCharacters } from "../../client/characters.ts";
import { useAppContext } from "../app_context.ts";
import { gapsIn } from "../canned/placeholders.ts";
import type { Attachable } from "../files/use_attaching.ts";
import { wording } from "../words/index.ts";
import { CommandButton, Key } from "./command-button.tsx";
import { Icon } from "./icons.tsx";

interface FootProps {
  text: string;
  hasFiles: boolean;
  isMain: boolean;
  askForAnswer: () => void;
  attachable: Attachable | null;
  pickEmoji: () => void;
}

/** Sending is the page's one primary act, unless a draft waits for its decision. */
export function ComposerFoot(props: FootProps) {
  const { text, hasFiles, isMain, askForAnswer, attachable, pickEmoji } = props;
  const { router, run } = useAppContext();
  const mode = router.mode.value;
  const words = wording();
  const left = LIMIT - countCharacters(text.trim());
  const hasGap = mode === "reply" && gapsIn(text).length > 0;
  const isBlank = text.trim() === "" && !hasFiles;
  return (
    <div class="composer-foot">
      <div class="modes" role="group" aria-label={words.whatToWrite}>
        {(["reply", "note"] as const).map((each) => (
          <button key={each} type="button" class="mode" aria-pressed={each === mode} onClick={() => run(each)}>
            {each === "reply" ? words.reply : words.note}
            <Key of={each === "reply" ? "r" : "n"} />
          </button>
        ))}
        <button
          type="button"
          class="mode square"
          title={`${words.insertAnswer} (/)`}
          aria-label={words.insertAnswer}
          onPointerDown={(event) => event.preventDefault()}
          onClick={askForAnswer}
        >
          <Icon name="book" />
        </button>
        <button
          type="button"
          class="mode square emoji-button"
          title={words.emoji}
          aria-label={words.emoji}
          aria-haspopup="dialog"
          onPointerDown={(event) => event.preventDefault()}
          onClick={pickEmoji}
        >
          <Icon name="smile" />
        </button>
        {attachable !== null && <AttachButton attachable={attachable} />}
      </div>
      {left < 400 && (
        <span class="left" data-over={left < 0} role="status">
          {words.charactersLeft(left)}
        </span>
      )}
      {mode === "reply" && (
        <CommandButton id="sendLater" look="plain" class="wide">
          {words.questions.later}
        </CommandButton>
      )}
      <button
        type="submit"
        class={isMain && !isBlank ? "button primary" : "button"}
        aria-disabled={isBlank || left < 0 || hasGap}
      >
        {mode === "note" ? words.addNote : words.send}
        <Key of="enter" />
      </button>
    </div>
  );
}

function AttachButton({ attachable: { rules, attach } }: { attachable: Attachable }) {
  const { attachFiles } = wording();
  return (
    <span class="mode square attach" title={attachFiles}>
      <input
        type="file"
        multiple
        accept={rules.media_types.join()}
        aria-label={attachFiles}
        onChange={({ currentTarget: input }) => {
          attach(input.files);
          // The same file may be chosen again.
          input.value = "";
        }}
      />
      <Icon name="clip" />
    </span>
  );
}
