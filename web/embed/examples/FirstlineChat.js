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
      const says = (command) => (value) => value && window.Firstline(command, value);
      watch(() => props.identity, says("identify"), { immediate: true });
      watch(() => props.appearance, says("set"), { immediate: true, deep: true });
    });
    onUnmounted(() => {
      window.Firstline?.("off", "unread", told);
      unmount();
    });
    return () => null;
  },
});
