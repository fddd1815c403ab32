// Firefox ESR lacks one command that Playwright sends for each new page, and Playwright then gives up. Another one that
// changes nothing goes in its place. Loaded before Playwright: see the script `e2e:firefox`.
const Module = require("node:module");

const compile = Module.prototype._compile;
Module.prototype._compile = function (source, file, ...rest) {
  const isDriver = file.endsWith("playwright-core/lib/coreBundle.js");
  const adapted = isDriver ? source.replaceAll('"emulation.setMediaFeaturesOverride"', '"session.status"') : source;
  return compile.call(this, adapted, file, ...rest);
};
