import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

// Each program of the page is run as it stands there, where its language is installed.

const PROGRAMS = [
  { language: "Node.js", command: ["node", "identity.mjs"], version: "--version" },
  { language: "Python", command: ["python3", "identity.py"], version: "--version" },
  { language: "PHP", command: ["php", "identity.php"], version: "--version" },
  { language: "Ruby", command: ["ruby", "identity.rb"], version: "--version" },
  { language: "Go", command: ["go", "run", "identity.go"], version: "version" },
  { language: "Java", command: ["java", "Identity.java"], version: "--version" },
];
const SECRET = "a secret of at least 32 bytes, for tests";
const NAME = 'Zoë "Ada" \\ Fontaine';
const folder = join(dirname(fileURLToPath(import.meta.url)), "examples");

for (const { language, command, version } of PROGRAMS) {
  const [program = "", ...rest] = command;
  const isInstalled = spawnSync(program, [version]).status === 0;
  test(`the program in ${language} makes a token that the service takes`, {
    skip: !isInstalled && `${program} is not installed`,
  }, () => {
    const run = spawnSync(program, [...rest, "customer-17", NAME], {
      cwd: folder,
      env: { ...process.env, FIRSTLINE_SECRET: SECRET, LC_ALL: "C.UTF-8" },
      encoding: "utf8",
    });
    assert.equal(run.status, 0, run.stderr);
    const [header = "", claims = "", signature] = run.stdout.trim().split(".");
    assert.equal(signature, createHmac("sha256", SECRET).update(`${header}.${claims}`).digest("base64url"));
    const read = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
    assert.deepEqual(read(header), { alg: "HS256", typ: "JWT" });
    const { iat, exp, ...who } = read(claims);
    assert.deepEqual(who, { aud: "firstline", store: "demo", sub: "customer-17", name: NAME });
    // The service takes no token that lasts longer than an hour.
    assert.ok(Math.abs(Number(iat) - Date.now() / 1000) < 30 && Number(exp) - Number(iat) === 3600);
  });
}
