let mounted = 0;
let wanted = {};
let script = null;

/** Puts the chat on the page. Returns what takes it off again; a remount in between, as of a router, keeps it. */
export function mountFirstline({ src, site, title = "Support" }) {
  mounted += 1;
  wanted = { src, site, title };
  settle();
  return () => {
    mounted -= 1;
    setTimeout(settle);
  };
}

/** Another shop's chat, or another name for it, is another chat. */
function settle() {
  const { src, site, title } = wanted;
  const isComing = window.Firstline?.q && script;
  // Before the script has come there is nothing to take off yet, and it reads then what is wanted of it.
  if (isComing) return void Object.assign(script.dataset, { site, title });
  const isRight = !script || (script.src === new URL(src, location.href).href && isFor(site, title));
  if (window.Firstline && !(mounted > 0 && isRight)) window.Firstline("destroy");
  if (mounted > 0 && !window.Firstline) load(src, site, title);
}

function isFor(site, title) {
  return script.dataset.site === site && script.dataset.title === title;
}

function load(src, site, title) {
  window.Firstline = Object.assign((...call) => window.Firstline.q.push(call), { q: [] });
  script = Object.assign(document.createElement("script"), { src, async: true, onload: settle });
  Object.assign(script.dataset, { site, title });
  document.head.append(script);
}
