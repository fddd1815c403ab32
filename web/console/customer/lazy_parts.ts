import { lazy } from "../lazy.ts";

/** What is known of a customer, fetched with the first case that is opened. */
export const customerParts = lazy(() => import("./parts/customer.tsx"));
