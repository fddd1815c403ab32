import { mountFirstline } from "../../embed/examples/firstline.js";

const src = new URL("/c.js", location.href).href.replace("localhost", "127.0.0.1");
const root = document.getElementById("root");
const button = document.createElement("button");
button.textContent = "Turn";
const output = document.createElement("output");
output.textContent = "0";
const other = document.createElement("button");
other.textContent = "Other shop";
root.append(button, other, output);

let site = "demo";

function mount() {
  const unmount = mountFirstline({ src, site });
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
other.onclick = () => {
  site = "north";
  unmount?.();
  unmount = mount();
};
