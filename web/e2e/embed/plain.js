import { mountFirstline } from "../../embed/examples/firstline.js";

const src = new URL("/c.js", location.href).href.replace("localhost", "127.0.0.1");
const root = document.getElementById("root");
const button = document.createElement("button");
button.textContent = "Turn";
const output = document.createElement("output");
output.textContent = "0";
root.append(button, output);

function mount() {
  const unmount = mountFirstline({ src, site: "demo" });
  window.Firstline("set", { locale: "de" });
  window.Firstline("on", "unread", ({ n }) => {
    output.textContent = n;
  });
  return unmount;
}

let unmount = mount();
button.onclick = () => {
  unmount?.();
  unmount = unmount ? null : mount();
};
