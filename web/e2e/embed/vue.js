import { createApp, h, ref } from "vue";
import { FirstlineChat } from "../../embed/examples/FirstlineChat.js";

const src = new URL("/c.js", location.href).href.replace("localhost", "127.0.0.1");
const isShown = ref(true);
const unread = ref(0);
const turn = () => (isShown.value = !isShown.value);

createApp(() => [
  h("button", { type: "button", onClick: turn }, "Turn"),
  h("output", unread.value),
  isShown.value &&
    h(FirstlineChat, { src, site: "demo", appearance: { locale: "de" }, onUnread: (n) => (unread.value = n) }),
]).mount("#root");
