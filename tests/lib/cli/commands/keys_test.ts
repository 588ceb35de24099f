import assert from "node:assert/strict";
import { startReplayServer } from "../../../support/replay_server.ts";
import { type CliFolder, cliFolder } from "../../../support/cli_folder.ts";

const BASE_URL = "http://127.0.0.1:1/v1";

async function labels(folder: CliFolder): Promise<string[]> {
  const { keys } = await folder.json(["keys", "list"], { env: {} });
  assert.ok(Array.isArray(keys));
  return keys.map((key) => `${key.provider}/${key.label}${key.enabled ? "" : " off"}`);
}

Deno.test("keys list shows keys masked, needing no password", async () => {
  await using folder = await cliFolder();
  await folder.addKey(BASE_URL);

  const { code, stdout, stderr } = await folder.run(["keys", "list"], { env: {} });

  assert.deepEqual([code, stderr], [0, ""]);
  const row = stdout.split("\n")[1]?.split(/ {2,}/);
  assert.deepEqual(row?.slice(0, 7), [
    "lab",
    "default",
    "sk-...wxyz",
    "enabled",
    "1",
    "0",
    BASE_URL,
  ]);
  const { schema, keys } = await folder.json(["keys", "list"]);
  assert.deepEqual([schema, JSON.stringify(keys).includes("0123456789")], [1, false]);
});

Deno.test("keys list tells that there are none, and where there is no database", async () => {
  await using folder = await cliFolder();

  const nowhere = await folder.run(["keys", "list"]);
  assert.equal(nowhere.code, 1);
  assert.match(nowhere.stderr, /There is no database at .*data\.db yet/);

  await folder.run(["tokens", "create", "x"]);
  const none = await folder.run(["keys", "list"]);
  assert.deepEqual([none.code, none.stdout], [0, ""]);
  assert.match(none.stderr, /no keys yet.*flow-router add-key/);
  assert.deepEqual((await folder.json(["keys", "list"]))["keys"], []);
});

Deno.test("keys disable, enable and remove act on the key that is meant", async () => {
  await using folder = await cliFolder();
  await folder.addKey(BASE_URL);
  await folder.addKey(BASE_URL, "--label", "b");

  const off = await folder.run(["keys", "disable", "lab/b"], { env: {} });
  assert.deepEqual([off.code, off.stdout, off.stderr], [0, "", "lab/b is disabled.\n"]);
  assert.deepEqual(await labels(folder), ["lab/default", "lab/b off"]);

  const { key } = await folder.json(["keys", "enable", "lab/b"]);
  assert.deepEqual(await labels(folder), ["lab/default", "lab/b"]);

  const id = String(Reflect.get(Object(key), "id"));
  const removed = await folder.json(["keys", "remove", id, "--yes"]);
  assert.deepEqual([removed["removed_models"], Reflect.get(Object(removed["key"]), "id")], [0, id]);
  assert.deepEqual(await labels(folder), ["lab/default"]);
});

Deno.test("keys remove asks before, and without a terminal wants --yes", async () => {
  await using folder = await cliFolder();
  await folder.addKey(BASE_URL);

  const script = await folder.run(["keys", "remove", "lab"]);
  const no = await folder.run(["keys", "remove", "lab"], { typed: ["n"] });
  assert.deepEqual([script.code, no.code], [2, 1]);
  assert.match(script.stderr, /--yes/);
  assert.deepEqual(await labels(folder), ["lab/default"]);

  const yes = await folder.run(["keys", "remove", "lab"], { typed: ["y"] });
  assert.equal(yes.code, 0);
  assert.deepEqual(await labels(folder), []);
});

Deno.test("keys gives 1 for a key that is not there and 2 for one that is not clear", async () => {
  await using folder = await cliFolder();
  await folder.addKey(BASE_URL);
  await folder.addKey(BASE_URL);

  const cases: [string[], number, RegExp][] = [
    [["disable", "openai"], 1, /no provider key 'openai'/],
    [["remove", "openai", "--yes"], 1, /There are: lab\/default, lab\/default-2/],
    [["enable", "lab"], 2, /several keys: lab\/default, lab\/default-2/],
    [["enable"], 2, /missing required argument/],
    [["delete", "lab"], 2, /unknown command 'keys delete'; the commands are list, enable/],
    [["lst"], 2, /unknown command 'keys lst'; did you mean list\?/],
  ];
  for (const [args, code, said] of cases) {
    const result = await folder.run(["keys", ...args]);
    assert.deepEqual([result.code, result.stdout], [code, ""], args.join(" "));
    assert.match(result.stderr, said);
  }
});

Deno.test("keys test asks the provider, keys rotate takes a new key once it works", async () => {
  await using server = await startReplayServer({ body: '{"data":[{"id":"a"}]}' });
  await using folder = await cliFolder();
  await folder.addKey(server.baseUrl);

  const tested = await folder.run(["keys", "test", "lab"]);
  assert.equal(tested.code, 0);
  assert.match(tested.stderr, /^lab answers and lists 1 models\. \(\d+ ms\)\n$/);
  const input = "sk-lab-new-0123456789new4\n";
  const rotated = await folder.run(["keys", "rotate", "lab", "--key-stdin"], { input });
  assert.match(rotated.stderr, /^lab\/default has a new key\. lab answers/);
  assert.equal(server.requests.at(-1)?.header("authorization"), `Bearer ${input.trim()}`);

  server.replay({ status: 401, body: "{}" });
  const refused = await folder.run(["keys", "rotate", "lab", "--key-stdin"], {
    input: "sk-bad-99999999\n",
  });
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /old one stays/);
  assert.equal((await folder.run(["keys", "test", "lab"])).code, 1);
  const { keys } = await folder.json(["keys", "list"]);
  assert.equal(Object(keys)[0].key_masked, "sk-...new4");
});
