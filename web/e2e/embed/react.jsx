import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { FirstlineChat } from "../../embed/examples/FirstlineChat.jsx";

const src = new URL("/c.js", location.href).href.replace("localhost", "127.0.0.1");

function Page() {
  const [isShown, setShown] = useState(true);
  const [unread, setUnread] = useState(0);
  return (
    <>
      <button type="button" onClick={() => setShown(!isShown)}>
        Turn
      </button>
      <output>{unread}</output>
      {isShown && <FirstlineChat src={src} site="demo" appearance={APPEARANCE} onUnread={setUnread} />}
    </>
  );
}

const APPEARANCE = { locale: "de" };

createRoot(document.getElementById("root")).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
