// What the page needs once someone shows interest: it speaks to the app, and keeps what a panel owes to the page. A
// file of its own, fetched with the frame; without it the chat still opens, says what is wrong, and closes.
import { createConnection } from "./connection.ts";
import { forwardKeys } from "./keys.ts";
import type { Loader, Panel, PanelScript } from "./loader.ts";
import { createPhone } from "./phone.ts";
import { translateScreen } from "./screen.ts";

function createPanel(loader: Loader): Panel {
  const connection = createConnection(loader, () => panel.update());
  const phone = createPhone(loader);
  const stopKeys = forwardKeys(loader, connection.send);
  const panel: Panel = {
    send(message) {
      if (message.type === "set") translateScreen(loader);
      connection.send(message);
    },
    identify: connection.identify,
    update() {
      translateScreen(loader);
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

(document.currentScript as PanelScript | null)?.start?.(createPanel);
