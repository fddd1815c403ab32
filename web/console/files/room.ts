/** How large a picture is drawn in a log at most, in pixels. */
export const MOST = { width: 320, height: 320 };
