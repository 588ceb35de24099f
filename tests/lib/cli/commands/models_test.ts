import assert from "node:assert/strict";
import { type CliFolder, cliFolder } from "../../../support/cli_folder.ts";
import { startReplayServer } from "../../../support/replay_server.ts";

const LIST = JSON.stringify({
  data: [{ id: "small", owned_by: "acme", created: 1_700_000_000 }, { id: "big" }],
});

async function catalog(folder: CliFolder, ...filter: string[]): Promise<string[]> {
  const { models } = await folder.json(["models", "list", ...filter], { env: {} });
  assert.ok(Array.isArray(models));
  return models.map((one) => `${one.provider}/${one.model}${one.enabled ? "" : " off"}`);
}

Deno.test("models sync asks the provider with its key and keeps new models disabled", async () => {
  await using server = await startReplayServer({ body: LIST });
  await using folder = await cliFolder();
  await folder.addKey(server.baseUrl);

  const { code, stdout, stderr } = await folder.run(["models", "sync"]);

  assert.deepEqual([code, stdout, stderr], [0, "", "lab: 2 models, 2 new, disabled.\n"]);
  assert.equal(server.requests[0]?.header("authorization"), "Bearer sk-lab-0123456789wxyz");
  assert.deepEqual(await catalog(folder), ["lab/big off", "lab/small off"]);
});

Deno.test("models sync --json has a stable shape, and --enable shows what is new", async () => {
  await using server = await startReplayServer({ body: LIST });
  await using folder = await cliFolder();
  await folder.addKey(server.baseUrl);

  assert.deepEqual(await folder.json(["models", "sync", "LAB", "--enable"]), {
    schema: 1,
    providers: [{ provider: "lab", listed: 2, added: ["small", "big"], vanished: [], error: null }],
  });
  assert.deepEqual(await catalog(folder, "--enabled", "--provider", "lab"), [
    "lab/big",
    "lab/small",
  ]);
});

Deno.test("models sync gives 1 when a provider fails, and still takes the others", async () => {
  await using good = await startReplayServer({ body: LIST });
  await using bad = await startReplayServer({ status: 401, body: '{"error":{"message":"No."}}' });
  await using folder = await cliFolder({ providers: { bad: { base_url: bad.baseUrl } } });
  await folder.addKey(good.baseUrl);

  const { code, stdout, stderr } = await folder.run(["models", "sync", "--json"]);

  assert.equal(code, 1);
  assert.match(stderr, /warning: bad: bad \(127\.0\.0\.1:\d+\) answered 401: No\./);
  assert.match(stderr, /error: 1 of 2 providers gave no list\.\n$/);
  const errors = JSON.parse(stdout).providers.map((one: { error: unknown }) => one.error === null);
  assert.deepEqual(errors, [true, false]);
  assert.equal((await catalog(folder)).length, 2);
});

Deno.test("models sync needs the password only when a key is sealed", async () => {
  await using server = await startReplayServer({ body: LIST });
  await using folder = await cliFolder({ providers: { open: { base_url: server.baseUrl } } });
  assert.equal((await folder.run(["models", "sync"], { env: {} })).code, 0);

  await folder.addKey(server.baseUrl);
  const locked = await folder.run(["models", "sync"], { env: {} });
  assert.equal(locked.code, 2);
  assert.match(locked.stderr, /FLOWGATE_MASTER_PASSWORD/);
  assert.equal((await folder.run(["models", "sync", "open"], { env: {} })).code, 0);
});

Deno.test("models enable and disable take patterns", async () => {
  await using server = await startReplayServer({ body: LIST });
  await using folder = await cliFolder({ providers: { lab: { base_url: server.baseUrl } } });
  await folder.run(["models", "sync"]);

  const on = await folder.run(["models", "enable", "lab/s*", "big"]);
  assert.deepEqual([on.code, on.stderr], [0, "2 models are enabled.\n"]);
  const { models } = await folder.json(["models", "disable", "b?g"]);
  const { synced_at, ...model } = Object(models)[0];
  assert.match(synced_at, /^\d{4}-/);
  assert.deepEqual(model, {
    provider: "lab",
    model: "big",
    display_name: "big",
    owned_by: null,
    created: null,
    enabled: false,
    manual: false,
    missing_since: null,
  });
  assert.deepEqual(await catalog(folder), ["lab/big off", "lab/small"]);
  assert.deepEqual(await catalog(folder, "--disabled"), ["lab/big off"]);
});

Deno.test("models add adds one by hand", async () => {
  await using folder = await cliFolder({ providers: { lab: { base_url: "http://127.0.0.1:1" } } });

  const { code, stderr } = await folder.run(["models", "add", "lab/a/b", "--enable"]);

  assert.deepEqual([code, stderr], [0, "Added lab/a/b, enabled.\n"]);
  const { model } = await folder.json(["models", "add", "lab/c", "--name", "Sea"]);
  assert.equal(Object(model).display_name, "Sea");
  assert.deepEqual(await catalog(folder), ["lab/a/b", "lab/c off"]);
});

Deno.test("models list shows a table, and says how to fill an empty catalog", async () => {
  await using folder = await cliFolder({ providers: { lab: { base_url: "http://127.0.0.1:1" } } });
  await folder.run(["models", "add", "lab/c"]);

  const { stdout } = await folder.run(["models", "list"]);
  const rows = stdout.split("\n").map((line) => line.split(/ {2,}/).slice(0, 3));
  assert.deepEqual(rows.slice(0, 2), [["PROVIDER", "MODEL", "STATE"], ["lab", "c", "disabled"]]);
  const { stderr } = await folder.run(["models", "list", "--enabled"]);
  assert.match(stderr, /flow-router models sync/);
});

Deno.test("models gives 2 for wrong usage and 1 for what is not there", async () => {
  await using folder = await cliFolder();
  await folder.run(["tokens", "create", "a"]);
  const cases: [string[], number, RegExp][] = [
    [["list", "--enabled", "--disabled"], 2, /exclude each other/],
    [["add", "gpt-4o"], 2, /Name the provider as well/],
    [["add", "openai/gpt-4o"], 1, /no enabled key for 'openai'/],
    [["sync"], 1, /no provider to ask/],
    [["sync", "opneai"], 1, /Nearest: openai/],
    [["enable", "x*"], 1, /meant by 'x\*'/],
  ];
  for (const [args, code, said] of cases) {
    const result = await folder.run(["models", ...args]);
    assert.deepEqual([result.code, result.stdout], [code, ""], args.join(" "));
    assert.match(result.stderr, said);
  }
});
