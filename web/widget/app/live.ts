// The live half: what the page needs once there is a case, fetched while the visitor reads the greeting or writes.
import { adoptStyles } from "./styles/adopt.ts";
import "./words/en_more.ts";
import css from "./styles/conversation.css?inline";

export { asks } from "./asking.ts";
export { Chat } from "./chat.ts";
export { Above } from "./parts/above.tsx";
export { Asked } from "./parts/asked.tsx";
export { Below } from "./parts/below.tsx";
export { Cases } from "./parts/cases.tsx";
export { heading } from "./parts/heading.tsx";
export { Thread } from "./parts/thread.tsx";

adoptStyles(css);
