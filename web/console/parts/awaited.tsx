import { pageWording } from "../words/pages.ts";

interface Props {
  /** Why it did not come; null while it is on its way. */
  trouble: string | null;
  retry: () => void;
}

/** In the place of a document that is on its way, or did not come. */
export function Awaited({ trouble, retry }: Props) {
  const words = pageWording();
  if (trouble === null)
    return (
      <p class="quiet" role="status">
        {words.loading}
      </p>
    );
  return (
    <p class="trouble" role="alert">
      {`${trouble} `}
      <button type="button" class="link" onClick={retry}>
        {words.tryAgain}
      </button>
    </p>
  );
}
