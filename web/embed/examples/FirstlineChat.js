import { defineComponent, onMounted, onUnmounted, watch } from "vue";
import { mountFirstline } from "./firstline.js";

/** <FirstlineChat src="https://chat.example.com/c.js" site="demo" :identity="fetchToken" @unread="unread = $event" /> */
export const FirstlineChat = defineComponent({
  props: { src: String, site: String, title: String, identity: [String, Function], appearance: Object },
  emits: ["unread"],
  setup(props, { emit }) {
    let unmount = () => {};
    const told = ({ n }) => emit("unread", n);
    const identify = (identity, before) => {
      if (identity) window.Firstline("identify", identity);
      else if (before) window.Firstline("logout");
    };
    const dress = (appearance) => appearance && window.Firstline("set", JSON.parse(appearance));
    // By its text: a page that writes the object anew each time has not changed it.
    const appearance = () => props.appearance && JSON.stringify(props.appearance);
    const end = () => {
      window.Firstline?.("off", "unread", told);
      unmount();
    };
    // Another shop's chat is another chat: it is told everything anew.
    const start = () => {
      end();
      unmount = mountFirstline(props);
      window.Firstline("on", "unread", told);
      identify(props.identity);
      dress(appearance());
    };
    onMounted(() => {
      start();
      watch(() => [props.src, props.site, props.title], start);
      watch(() => props.identity, identify);
      watch(appearance, dress);
    });
    onUnmounted(end);
    return () => null;
  },
});
