import assert from "node:assert/strict";
import { loadConfig } from "../../../lib/config/load.ts";
import { OPTIONS } from "../../../lib/config/options.ts";
import { parseFile } from "../../../lib/config/parse_file.ts";

const EXAMPLE = new URL("../../../flow_llm_router.yaml.example", import.meta.url);
const text = await Deno.readTextFile(EXAMPLE);
/** The example with its commented block of providers made live. */
const withProviders = text.replace(/^providers: \{\}$/m, "").replace(/^#(providers:| {2})/gm, "$1");
const unset = () => undefined;

Deno.test("the example file loads, and every value in it is the default", () => {
  const { config, list } = loadConfig({
    flags: [],
    env: unset,
    cwd: "/",
    explicitPath: EXAMPLE.pathname,
  });
  assert.deepEqual(config, loadConfig({ flags: [], env: unset, cwd: "/nonexistent" }).config);
  assert.deepEqual(list().filter(({ origin }) => origin !== "file"), []);
});

Deno.test("the example file shows every option, also those of a provider, and they load", () => {
  const parsed = parseFile("example", withProviders, unset);
  assert.deepEqual(parsed.problems, []);
  for (const { keys, path } of OPTIONS) {
    const line = parsed.lineAt(keys.map((key) => key === "*" ? "my-server" : key));
    assert.notEqual(line, undefined, `${path} is missing`);
  }
});

Deno.test("the example file explains every option with its unit in the line above it", () => {
  const lines = withProviders.split("\n");
  const { lineAt } = parseFile("example", withProviders, unset);
  for (const { keys, path, description, unit } of OPTIONS) {
    const line = lineAt(keys.map((key) => key === "*" ? "my-server" : key)) ?? 0;
    const comments = lines.slice(0, line - 1).reverse().slice(0, 3);
    const wanted = `# ${description}${unit === "" ? "" : ` [${unit}]`}`;
    assert.ok(comments.some((comment) => comment.replace("#  ", "").trim() === wanted), path);
  }
});

Deno.test("the example file holds a provider that could be used as it stands", async () => {
  const path = await Deno.makeTempFile({ suffix: ".yaml" });
  try {
    await Deno.writeTextFile(path, withProviders);
    const { config } = loadConfig({ flags: [], env: unset, cwd: "/", explicitPath: path });
    assert.deepEqual(config.providers["my-server"]?.headers, { "x-team": "research" });
  } finally {
    await Deno.remove(path);
  }
});
