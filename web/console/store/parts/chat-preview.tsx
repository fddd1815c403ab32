import type { ComponentChildren } from "preact";
import type { Appearance } from "../../../client/index.ts";
import { accentPair } from "../../../client/contrast.ts";
import { Icon } from "../../parts/icons.tsx";
import { pageWording } from "../../words/pages.ts";

/** A picture of the chat as visitors will see it. It is one picture: nothing in it can be pressed. */
export function ChatPreview({
  appearance,
  greeting,
  title,
  asked,
}: {
  appearance: Appearance;
  greeting: string | null;
  title?: string;
  /** What is asked in the place of the composer. */
  asked?: ComponentChildren;
}) {
  const words = pageWording();
  const { name, logo, accent, starters, privacy } = appearance;
  const pair = accentPair(accent ?? undefined);
  const [hello, ...more] = greeting?.split(/\n+/) ?? words.previewGreeting;
  return (
    <figure
      class="chat-preview"
      role="img"
      aria-label={title ?? words.previewTitle}
      style={pair ? { "--accent": pair.accent, "--on-accent": pair.onAccent } : {}}
    >
      <div class="chat-head">
        {logo !== null && <img src={logo} alt="" />}
        <b dir="auto">{name ?? words.previewSupport}</b>
      </div>
      <div class="chat-body">
        <p class="chat-hello" dir="auto">
          {hello}
        </p>
        {more.map((line) => (
          <p key={line} dir="auto">
            {line}
          </p>
        ))}
        {(asked ? [] : starters.length > 0 ? starters : words.previewStarters).slice(0, 5).map((starter) => (
          <span key={starter} class="chat-chip" dir="auto">
            {starter}
          </span>
        ))}
        {privacy !== null && <u class="quiet">{words.previewPrivacy}</u>}
        {!asked && (
          <p class="chat-own" dir="auto">
            {words.previewMessage}
          </p>
        )}
      </div>
      {asked ?? (
        <div class="chat-foot">
          <span>{words.previewWrite}</span>
          <i>
            <Icon name="back" small />
          </i>
        </div>
      )}
    </figure>
  );
}
