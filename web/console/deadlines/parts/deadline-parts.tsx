// One chunk, fetched when something is due in a case that is shown.
export { PromiseBar } from "./promise-bar.tsx";
export { TimeLeft } from "./time-left.tsx";
export { TimeSentence } from "./time-sentence.tsx";
