import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { isComposing } from "../../../client/composition.ts";
import { persistentStore } from "../../../client/storage.ts";
import { useAppContext } from "../../app_context.ts";
import { focusOnMount } from "../../parts/text_field.ts";
import { adoptStyles } from "../../styles/adopt.ts";
import css from "../../styles/emoji.css?inline";
import { wording } from "../../words/index.ts";
import type { Emoji } from "../catalog.ts";
import { COLUMNS, type Section, placeAfter, recentOf, sectionsOf, use } from "../choice.ts";
import { type EmojiLanguage, english, loadEmojiLanguage } from "../emoji_words.ts";

adoptStyles(css);

interface Props {
  /** The case in whose words it goes. */
  id: string;
  close: () => void;
}

/** All emoji by name, above the field where they go. The keyboard leads through it as through a grid. */
export function EmojiPicker({ id, close }: Props) {
  const { router, drafts } = useAppContext();
  const shelf = useMemo(persistentStore, []);
  const recent = useMemo(() => recentOf(shelf), []);
  const [{ words, names }, setLanguage] = useState<EmojiLanguage>(english);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => void loadEmojiLanguage().then(setLanguage), []);
  useEffect(() => {
    // Where a click gives nothing the focus, nothing loses it; the button closes by itself.
    const elsewhere = ({ target }: Event) => {
      const isOwn = target instanceof Element && (box.current?.contains(target) || target.closest(".emoji-button"));
      if (!isOwn) close();
    };
    document.addEventListener("pointerdown", elsewhere);
    return () => document.removeEventListener("pointerdown", elsewhere);
  }, []);
  const sections = sectionsOf(query, names, recent);
  const isEmpty = sections.length === 0;
  const leave = () => {
    close();
    router.elements.composer?.focus();
  };
  const pick = (emoji: Emoji) => {
    use(shelf, emoji);
    const field = router.elements.composer;
    if (field !== null) {
      field.setRangeText(emoji, field.selectionStart, field.selectionEnd, "end");
      drafts.write(id, router.mode.value, field.value);
    }
    leave();
  };
  const go = (place: number) => {
    setAt(place);
    box.current?.querySelectorAll<HTMLElement>("[role=gridcell]")[place]?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    // None of these keys is the console's.
    event.stopPropagation();
    const field = box.current?.querySelector("input");
    const isInField = event.target === field;
    if (event.key === "Escape") leave();
    else if (isInField && event.key === "Enter" && !isEmpty) pick(sections[0]!.emoji[0]!);
    else if (isInField && event.key === "ArrowDown" && !isEmpty) go(0);
    else if (!isInField && event.key === "ArrowUp" && at < Math.min(COLUMNS, sections[0]?.emoji.length ?? 0))
      field?.focus();
    else {
      const place = isInField ? null : placeAfter(event.key, sections, at);
      // What is typed goes on with the search.
      const isText = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (place === null && !isInField && isText) field?.focus();
      if (place === null) return;
      go(place);
    }
    event.preventDefault();
  };
  return (
    <div
      class="emoji"
      role="dialog"
      aria-label={wording().emoji}
      ref={box}
      onKeyDown={keys}
      onFocusOut={({ relatedTarget, currentTarget }) => {
        const isLeft = relatedTarget instanceof Node && !currentTarget.contains(relatedTarget);
        if (isLeft) close();
      }}
    >
      <input
        type="search"
        aria-label={words.search}
        placeholder={words.search}
        autocomplete="off"
        value={query}
        ref={focusOnMount}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
      />
      <div class="emoji-list">
        {sections.map((section, index) => (
          <Grid
            key={section.title}
            title={words[section.title]}
            section={section}
            from={sections.slice(0, index).reduce((sum, { emoji }) => sum + emoji.length, 0)}
            at={at}
            names={names}
            pick={pick}
            point={setAt}
          />
        ))}
      </div>
      <p class={isEmpty ? "quiet" : "unseen"} role="status">
        {isEmpty && words.none}
      </p>
    </div>
  );
}

interface GridProps {
  title: string;
  section: Section;
  /** How many stand before them. */
  from: number;
  /** The one that the Tab key reaches. */
  at: number;
  names: EmojiLanguage["names"];
  pick: (emoji: Emoji) => void;
  point: (at: number) => void;
}

function Grid({ title, section: { emoji }, from, at, names, pick, point }: GridProps) {
  const rows = Array.from({ length: Math.ceil(emoji.length / COLUMNS) }, (_, row) =>
    emoji.slice(row * COLUMNS, (row + 1) * COLUMNS),
  );
  return (
    <>
      <span class="choices-title" aria-hidden="true">
        {title}
      </span>
      <div role="grid" aria-label={title}>
        {rows.map((row, index) => (
          <div key={row[0]} role="row">
            {row.map((one, column) => {
              const place = from + index * COLUMNS + column;
              return (
                <button
                  key={one}
                  type="button"
                  role="gridcell"
                  tabIndex={place === at ? 0 : -1}
                  title={names[one].split(",")[0]}
                  aria-label={names[one].split(",")[0]}
                  onFocus={() => point(place)}
                  onClick={() => pick(one)}
                >
                  {one}
                </button>
              );
            })}
          </div>
        ))}
      </div>
    </>
  );
}
