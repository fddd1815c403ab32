// The live half: what the page needs once there is a case, fetched while the visitor reads the greeting or writes.
import { adoptStyles } from "./styles/adopt.ts";
import css from "./styles/conversation.css?inline";

export { Chat } from "./chat.ts";
export { Above } from "./parts/above.tsx";
export { Below } from "./parts/below.tsx";
export { Cases } from "./parts/cases.tsx";
export { heading } from "./parts/heading.tsx";
export { Thread } from "./parts/thread.tsx";

adoptStyles(css);
