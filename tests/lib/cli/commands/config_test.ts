import assert from "node:assert/strict";
import { registerConfig } from "../../../../lib/cli/commands/config.ts";
import { runFake } from "../../../support/fake_terminal.ts";

/** Runs `config …` in a folder that holds `yaml`, if any. */
async function config(args: string[], yaml: string | null, env: Record<string, string> = {}) {
  const cwd = await Deno.makeTempDir();
  try {
    if (yaml !== null) await Deno.writeTextFile(`${cwd}/flow_llm_router.yaml`, yaml);
    return { cwd, ...await runFake(["config", ...args], [registerConfig], { cwd, env }) };
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

Deno.test("config lists each option with value, unit and source", async () => {
  const { cwd, code, stdout, stderr } = await config([], "upstream: {idle_timeout_ms: 5}", {
    FLOWGATE_PORT: "8080",
  });
  const row = (path: string) =>
    stdout.split("\n").find((line) => line.startsWith(path))?.split(/ {2,}/);
  assert.equal(code, 0);
  assert.deepEqual(row("OPTION"), ["OPTION", "VALUE", "SOURCE"]);
  assert.deepEqual(row("server.port"), ["server.port", "8080", "environment FLOWGATE_PORT"]);
  assert.deepEqual(row("upstream.idle_timeout_ms"), [
    "upstream.idle_timeout_ms",
    "5 ms",
    "file flow_llm_router.yaml:1",
  ]);
  assert.deepEqual(row("server.host"), ["server.host", "127.0.0.1", "default"]);
  assert.equal(stderr, `File: ${cwd}/flow_llm_router.yaml\n`);
});

Deno.test("config --json has a stable shape", async () => {
  const { cwd, stdout } = await config(["--json"], "server: {port: 1}");
  const { schema, file, options } = JSON.parse(stdout);
  assert.deepEqual([schema, file], [1, `${cwd}/flow_llm_router.yaml`]);
  assert.deepEqual(options.find(({ path }: { path: string }) => path === "server.port"), {
    path: "server.port",
    value: 1,
    unit: "",
    description: "Port to listen on; 0 picks a free one",
    origin: "file",
    place: "flow_llm_router.yaml:1",
  });
});

Deno.test("config never shows a secret", async () => {
  const secret = "hidden-value-4711";
  const yaml = `smart_router: {mf_embedding_api_key: ${secret}}`;
  for (const args of [[], ["--json"]]) {
    const { code, stdout, stderr } = await config(args, yaml);
    assert.equal(code, 0);
    assert.ok(!(stdout + stderr).includes(secret));
    assert.match(stdout, /\[hidden\]/);
  }
});

Deno.test("config gives 3 and every problem when the configuration is not valid", async () => {
  const { code, stdout, stderr } = await config([], "server: {prot: 1, port: x}");
  assert.deepEqual([code, stdout], [3, ""]);
  assert.match(stderr, /^error: The configuration is not valid \(2 problems\):\n/);
  assert.match(stderr, /did you mean server\.port\?/);
});

Deno.test("config check says yes or no, also as JSON", async () => {
  const good = await config(["check"], "server: {port: 1}");
  assert.deepEqual([good.code, good.stdout], [0, ""]);
  assert.equal(good.stderr, `The configuration is valid: ${good.cwd}/flow_llm_router.yaml\n`);

  const none = await config(["check", "--json"], null);
  assert.deepEqual(JSON.parse(none.stdout), { schema: 1, valid: true, file: null, problems: [] });

  const bad = await config(["check", "--json"], "server: {prot: 1}");
  assert.equal(bad.code, 3);
  assert.deepEqual(JSON.parse(bad.stdout), {
    schema: 1,
    valid: false,
    file: `${bad.cwd}/flow_llm_router.yaml`,
    problems: [{
      source: "flow_llm_router.yaml:1",
      path: "server.prot",
      text: "is not a known key; did you mean server.port?",
    }],
  });
});

Deno.test("config path prints the file, nothing without one, even when it is not valid", async () => {
  const some = await config(["path"], "server: {prot: 1}");
  assert.deepEqual([some.code, some.stdout], [0, `${some.cwd}/flow_llm_router.yaml\n`]);
  const none = await config(["path"], null);
  assert.deepEqual([none.code, none.stdout], [0, ""]);
  assert.match(none.stderr, /flow_llm_router\.yaml or flow_llm_router\.yml/);
  const json = await config(["path", "--json"], null);
  assert.deepEqual(JSON.parse(json.stdout), { schema: 1, file: null });
});

Deno.test("config refuses a word that is no subcommand", async () => {
  const { code, stderr } = await config(["chek"], null);
  assert.deepEqual([code, stderr], [
    2,
    "error: unknown command 'config chek'; did you mean check?\n",
  ]);
});
