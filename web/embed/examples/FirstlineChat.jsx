import { useEffect, useRef } from "react";
import { mountFirstline } from "./firstline.js";

/** <FirstlineChat src="https://chat.example.com/c.js" site="demo" identity={fetchToken} onUnread={setUnread} /> */
export function FirstlineChat(props) {
  // Another shop's chat is another chat: it is told everything anew.
  return <Chat key={`${props.src} ${props.site} ${props.title}`} {...props} />;
}

function Chat({ src, site, title, identity, appearance, onUnread }) {
  useEffect(() => mountFirstline({ src, site, title }), [src, site, title]);
  const known = useRef(null);
  useEffect(() => {
    if (identity) window.Firstline("identify", identity);
    else if (known.current) window.Firstline("logout");
    known.current = identity;
  }, [identity]);
  useEffect(() => {
    if (appearance) window.Firstline("set", appearance);
  }, [appearance]);
  useEffect(() => {
    const told = ({ n }) => onUnread?.(n);
    window.Firstline("on", "unread", told);
    return () => window.Firstline?.("off", "unread", told);
  }, [onUnread]);
  return null;
}
