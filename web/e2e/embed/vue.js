import { createApp, h, ref } from "vue";
import { FirstlineChat } from "../../embed/examples/FirstlineChat.js";

const src = new URL("/c.js", location.href).href.replace("localhost", "127.0.0.1");
const isShown = ref(true);
const unread = ref(0);
const site = ref("demo");
const isKnown = ref(false);
/** The shop's server has none: what the component commands is what is looked at. */
const fetchToken = () => Promise.resolve(null);
const sign = () => (isKnown.value = !isKnown.value);
const turn = () => (isShown.value = !isShown.value);

createApp(() => [
  h("button", { type: "button", onClick: turn }, "Turn"),
  h("button", { type: "button", onClick: sign }, "Sign in or out"),
  h("button", { type: "button", onClick: () => (site.value = "north") }, "Other shop"),
  h("output", unread.value),
  isShown.value &&
    h(FirstlineChat, {
      src,
      site: site.value,
      identity: isKnown.value ? fetchToken : undefined,
      appearance: { locale: "de" },
      onUnread: (n) => (unread.value = n),
    }),
]).mount("#root");
