// One chunk, fetched when something is due in a case that is shown.
export { CaseDeadlines } from "./case-deadlines.tsx";
export { PromiseBar } from "./promise-bar.tsx";
export { RowDeadline } from "./row-deadline.tsx";
export { TimeSentence } from "./time-sentence.tsx";
