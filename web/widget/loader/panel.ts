// What the page needs once someone shows interest: it speaks to the app, and keeps what a panel owes to the page. A
// file of its own, fetched with the frame; without it the chat still opens, says what is wrong, and closes.
import { createConnection } from "./connection.ts";
import { forwardKeys } from "./keys.ts";
import type { LentScript, Loader, Panel } from "./loader.ts";
import { createPhone } from "./phone.ts";

function createPanel(loader: Loader): Panel {
  const connection = createConnection(loader, () => panel.update());
  const phone = createPhone(loader);
  const stopKeys = forwardKeys(loader, connection.send);
  const panel: Panel = {
    send: connection.send,
    identify: connection.identify,
    update() {
      phone.update();
      if (!loader.isOpen) return connection.send({ type: "close" });
      connection.send({ type: "open", focuses: loader.isAwaited });
    },
    closed: phone.closed,
    destroy() {
      stopKeys();
      phone.destroy();
      connection.destroy();
    },
  };
  return panel;
}

const { loader } = document.currentScript as LentScript;
if (loader) {
  loader.app ??= createPanel(loader);
  loader.app.update();
}
