import { useEffect } from "preact/hooks";
import { useAppContext } from "../../app_context.ts";
import { adoptStyles } from "../../styles/adopt.ts";
import actionsCss from "../../styles/actions.css?inline";
import viewsCss from "../../styles/saved-views.css?inline";
import css from "../../styles/bulk.css?inline";
import { ErasedDrafts } from "../../data/parts/erased-drafts.tsx";
import { BulkAssign } from "./bulk-assign.tsx";
import { BulkTag } from "./bulk-tag.tsx";
import { GroupFilter } from "../../team/parts/group-filter.tsx";
import { CaseActions } from "../../parts/case-actions.tsx";
import { LabelDialog } from "./label-dialog.tsx";
import { SortFilter } from "./sort-filter.tsx";
import { ViewButton } from "../../saved_views/parts/view-button.tsx";

export { BulkBar } from "./bulk-bar.tsx";
export { RailViews } from "../../saved_views/parts/rail-views.tsx";
export { isViewShown, leaveView } from "../../saved_views/saved_views.ts";

adoptStyles(css);
adoptStyles(actionsCss);
adoptStyles(viewsCss);

/** When it is asked whether the person takes cases, in milliseconds: the first screen waits for enough. */
const LATER = 2_000;

/** The dialogs in which cases are sorted; and what else can wait until the first screen is there. */
export function SortingDialogs() {
  const { availability } = useAppContext();
  useEffect(() => {
    const timer = setTimeout(() => void availability.load().catch(() => {}), LATER);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      <CaseActions />
      <LabelDialog />
      <BulkAssign />
      <BulkTag />
      <ErasedDrafts />
    </>
  );
}

/** What a list shows alone. */
export function Filters() {
  return (
    <>
      <GroupFilter />
      <SortFilter />
      <ViewButton />
    </>
  );
}
