import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { FirstlineChat } from "../../embed/examples/FirstlineChat.jsx";

const src = new URL("/c.js", location.href).href.replace("localhost", "127.0.0.1");

function Page() {
  const [isShown, setShown] = useState(true);
  const [isKnown, setKnown] = useState(false);
  const [unread, setUnread] = useState(0);
  const [site, setSite] = useState("demo");
  return (
    <>
      <button type="button" onClick={() => setShown(!isShown)}>
        Turn
      </button>
      <button type="button" onClick={() => setKnown(!isKnown)}>
        Sign in or out
      </button>
      <button type="button" onClick={() => setSite("north")}>
        Other shop
      </button>
      <output>{unread}</output>
      {isShown && (
        <FirstlineChat
          src={src}
          site={site}
          identity={isKnown ? fetchToken : undefined}
          appearance={APPEARANCE}
          onUnread={setUnread}
        />
      )}
    </>
  );
}

/** The shop's server has none: what the component commands is what is looked at. */
const fetchToken = () => Promise.resolve(null);
const APPEARANCE = { locale: "de" };

createRoot(document.getElementById("root")).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
