/** The console's own drawings on a 24-unit grid. */
const PATHS = {
  inbox: "M4 13h4.5l1.5 3h4l1.5-3H20M6.5 5h11L20 13v5.5H4V13z",
  talk: "M4.5 5.5h15v10.5h-8l-4 3.5v-3.5h-3z",
  at: "M12 8.500a3.500 3.500 0 1 0 0 7a3.500 3.500 0 0 0 0-7zM15.500 8.500v5a2 2 0 0 0 4 0V12a7.500 7.500 0 1 0-3.200 6.100",
  closed: "M5 12.5l4.5 4.5L19 7.5",
  clock: "M12 4.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM12 8v4.5l3 2",
  book: "M6 5h9.5a2.5 2.5 0 0 1 2.5 2.5V19H8.5A2.5 2.5 0 0 1 6 16.5zM6 16.5A2.5 2.5 0 0 1 8.5 14H18",
  store:
    "M5 10v9h14v-9M4 10l1.5-5h13L20 10c0 1.5-1.2 2.5-2.7 2.5S14.7 11.5 14.7 10c0 1.5-1.2 2.5-2.7 2.5S9.3 11.5 9.3 10c0 1.5-1.1 2.5-2.6 2.5S4 11.5 4 10z",
  team: "M9 5.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM3.5 19c.6-3 2.7-4.4 5.5-4.4s4.9 1.4 5.5 4.4M15.5 6.2a2.6 2.6 0 0 1 0 5.1M17 14.9c1.9.5 3.1 1.900 3.5 4.1",
  chart: "M5 19.5h14M7.5 16v-5M12 16V6M16.5 16v-8",
  plus: "M12 5.5v13M5.5 12h13",
  save: "M6.5 4.5h11V19.5L12 15.5 6.5 19.5z",
  settings: "M5 8h8M17 8h2M5 16h2M11 16h8M15 6v4M9 14v4",
  search: "M10.5 5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM15 15l4.5 4.5",
  back: "M14.5 6L8.5 12l6 6",
  person: "M12 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM5 19.5c.8-3.4 3.6-5 7-5s6.2 1.6 7 5",
  close: "M7 7l10 10M17 7L7 17",
  down: "M12 6v12M7 13l5 5 5-5",
  out: "M10 5H5.5v14H10M14 8l4 4-4 4M18 12H9.5",
  flag: "M6 20V5h11l-2.5 3.5L17 12H6",
  tag: "M4.5 4.5h7.5l7.5 7.5-7.5 7.5-7.5-7.5zM8.5 8.5v.01",
  star: "M12 5l2.1 4.6 5 .6-3.7 3.4 1 5L12 16.2 7.6 18.6l1-5-3.7-3.4 5-.6z",
  smile: "M12 4.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM9 10v.01M15 10v.01M8.5 14c1.8 2.7 5.2 2.7 7 0",
  dots: "M6 12h.01M12 12h.01M18 12h.01",
  more: "M5 7h14M5 12h14M5 17h9",
  clip: "M19.5 11.5l-7.4 7.4a4.7 4.7 0 0 1-6.6-6.6l7.6-7.6a3.1 3.1 0 0 1 4.4 4.4l-7.5 7.5a1.6 1.6 0 0 1-2.2-2.2l6.9-6.9",
  reopen: "M6 12a6 6 0 1 0 2-4.5M6 5v3.5h3.5",
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing beside words that say the same: screen readers pass over it. */
export function Icon({ name, small = false, class: extra = "" }: { name: IconName; small?: boolean; class?: string }) {
  return (
    <svg class={`icon ${small ? "small" : ""} ${extra}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
