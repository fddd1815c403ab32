import { adoptStyles } from "../../styles/adopt.ts";
import css from "../../styles/pre-chat.css?inline";

export { FormAnswers } from "./form-answers.tsx";
export { PreChatFields } from "./pre-chat-fields.tsx";

adoptStyles(css);
