import { adoptStyles } from "../../styles/adopt.ts";
import css from "../../styles/bulk.css?inline";
import { BulkAssign } from "./bulk-assign.tsx";
import { BulkTag } from "./bulk-tag.tsx";
import { GroupFilter } from "../../team/parts/group-filter.tsx";
import { LabelDialog } from "./label-dialog.tsx";
import { SortFilter } from "./sort-filter.tsx";

export { BulkBar } from "./bulk-bar.tsx";

adoptStyles(css);

/** The dialogs in which cases are sorted. */
export function SortingDialogs() {
  return (
    <>
      <LabelDialog />
      <BulkAssign />
      <BulkTag />
    </>
  );
}

/** What a list shows alone. */
export function Filters() {
  return (
    <>
      <GroupFilter />
      <SortFilter />
    </>
  );
}
