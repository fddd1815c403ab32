/** Stands in the storage while files of this browser wait to be sent. */
export const KEPT = "fl:f";
