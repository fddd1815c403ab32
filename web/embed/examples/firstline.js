let mounted = 0;

/** Puts the chat on the page. Returns what takes it off again; a remount in between, as of a router, keeps it. */
export function mountFirstline({ src, site, title = "Support" }) {
  mounted += 1;
  if (!window.Firstline) load(src, site, title);
  return () => {
    mounted -= 1;
    setTimeout(end);
  };
}

function load(src, site, title) {
  window.Firstline = Object.assign((...call) => window.Firstline.q.push(call), { q: [] });
  const script = Object.assign(document.createElement("script"), { src, async: true, onload: end });
  Object.assign(script.dataset, { site, title });
  document.head.append(script);
}

/** Before the script has come there is nothing to take off yet. */
function end() {
  const isThere = window.Firstline && !window.Firstline.q;
  if (mounted === 0 && isThere) window.Firstline("destroy");
}
