import { defineComponent, onMounted, onUnmounted, watch } from "vue";
import { mountFirstline } from "./firstline.js";

/** <FirstlineChat src="https://chat.example.com/c.js" site="demo" :identity="fetchToken" @unread="unread = $event" /> */
export const FirstlineChat = defineComponent({
  props: { src: String, site: String, title: String, identity: [String, Function], appearance: Object },
  emits: ["unread"],
  setup(props, { emit }) {
    let unmount = () => {};
    const told = ({ n }) => emit("unread", n);
    onMounted(() => {
      unmount = mountFirstline(props);
      window.Firstline("on", "unread", told);
      const identify = (identity, before) => {
        if (identity) window.Firstline("identify", identity);
        else if (before) window.Firstline("logout");
      };
      const dress = (appearance) => appearance && window.Firstline("set", JSON.parse(appearance));
      watch(() => props.identity, identify, { immediate: true });
      // By its text: a page that writes the object anew each time has not changed it.
      watch(() => props.appearance && JSON.stringify(props.appearance), dress, { immediate: true });
    });
    onUnmounted(() => {
      window.Firstline?.("off", "unread", told);
      unmount();
    });
    return () => null;
  },
});
