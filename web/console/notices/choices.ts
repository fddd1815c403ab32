/** What a person may be told of while they look elsewhere. */
export const NOTICE_KINDS = ["new", "mine", "mention"] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export type ByKind = Readonly<Record<NoticeKind, boolean>>;

/** How a person wants to be told of what they do not see. */
export interface NoticeChoices {
  /** Of which kinds a sound is heard. */
  sound: ByKind;
  /** Of which kinds the desktop shows something, where the browser may. */
  desktop: ByKind;
  /** Whether that says who wrote, and what. */
  preview: boolean;
  /** Whether the tab's icon counts the conversations that wait. */
  badge: boolean;
  /** Until when nothing is heard or shown, in milliseconds since 1970; null: always told. */
  quietUntil: number | null;
}

/** Reads what was kept; what is missing or broken there counts as not chosen. `isAudible`: whether sounds were on before there were kinds. */
export function readNoticeChoices(kept: unknown, isAudible: boolean): NoticeChoices {
  const { sound, desktop, preview, badge, quietUntil } = isRecord(kept) ? kept : {};
  return {
    sound: byKind(sound, isAudible),
    desktop: byKind(desktop, true),
    preview: preview !== false,
    badge: badge !== false,
    quietUntil: typeof quietUntil === "number" && Number.isFinite(quietUntil) ? quietUntil : null,
  };
}

/** Whether a person wants to hear and see nothing now. */
export function isQuiet({ quietUntil }: NoticeChoices, now: number): boolean {
  return quietUntil !== null && now < quietUntil;
}

function byKind(kept: unknown, otherwise: boolean): ByKind {
  const chosen = isRecord(kept) ? kept : {};
  const of = (kind: NoticeKind) => (typeof chosen[kind] === "boolean" ? chosen[kind] : otherwise);
  return { new: of("new"), mine: of("mine"), mention: of("mention") };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
