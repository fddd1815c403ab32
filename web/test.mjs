// Runs every unit test through node's own runner. Node 20's runner expands no patterns, so the files are listed here.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const isTest = (file) => /\.test\.tsx?$/.test(file);
const tests = ["client", "widget", "console", "embed", "testing"].flatMap((folder) =>
  readdirSync(`${root}/${folder}`, { recursive: true })
    .filter(isTest)
    .map((file) => `${folder}/${file}`),
);
const wanted = process.argv.slice(2);
const chosen = tests.filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)));
const run = spawnSync(process.execPath, ["--import", "tsx", "--test", ...chosen], { cwd: root, stdio: "inherit" });
process.exit(run.status ?? 1);
