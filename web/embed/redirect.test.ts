import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";

// The function that the template gives the content delivery network: a folder is its page.

interface Value {
  value: string;
  multiValue?: Value[];
}
interface Request {
  uri: string;
  querystring: Record<string, Value>;
}
type Answer = Request & { statusCode?: number; headers?: Record<string, Value> };

const template = readFileSync(fileURLToPath(new URL("../../infra/template.yaml", import.meta.url)), "utf8");

/** The code of a function of the template. */
function codeOf(name: string): string {
  const resource = template.slice(template.indexOf(`\n  ${name}:\n`));
  const lines = resource.slice(resource.indexOf("FunctionCode: |\n")).split("\n").slice(1);
  const end = lines.findIndex((line) => line !== "" && !line.startsWith("        "));
  return lines.slice(0, end).join("\n");
}

function answer(uri: string, querystring: Request["querystring"] = {}): Answer {
  return runInNewContext(`${codeOf("SitePaths")}; handler(event)`, {
    event: { request: { uri, querystring } },
  }) as Answer;
}

test("a page's address without the slash leads to the one with it, and keeps the query", () => {
  const to = (...given: Parameters<typeof answer>) => {
    const { statusCode, headers } = answer(...given);
    return [statusCode, headers?.location?.value];
  };
  assert.deepEqual(to("/embed"), [301, "/embed/"]);
  assert.deepEqual(to("/embed", { site: { value: "north" } }), [301, "/embed/?site=north"]);
  const tags = [{ value: "a%26b" }, { value: "c" }];
  const query = { case: { value: "7f" }, tag: { value: "c", multiValue: tags }, plain: { value: "" } };
  assert.deepEqual(to("/console", query), [301, "/console/?case=7f&tag=a%26b&tag=c&plain"]);
});

test("a folder is its page, and a file itself", () => {
  assert.equal(answer("/embed/").uri, "/embed/index.html");
  assert.equal(answer("/c.js").uri, "/c.js");
});
