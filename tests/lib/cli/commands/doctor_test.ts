import assert from "node:assert/strict";
import { type CliFolder, cliFolder, type CliRun } from "../../../support/cli_folder.ts";
import { startReplayServer } from "../../../support/replay_server.ts";

interface Check {
  readonly number: number;
  readonly title: string;
  readonly status: string;
  readonly detail: string;
  readonly remedy: string | null;
}

async function examine(folder: CliFolder, args: string[] = [], how: CliRun = {}) {
  const { code, stdout, stderr } = await folder.run(["doctor", "--json", ...args], how);
  const { schema, healthy, checks } = JSON.parse(stdout);
  assert.equal(schema, 1);
  const all: Check[] = checks;
  const statuses = Object.fromEntries(all.map(({ title, status }) => [title, status]));
  return { code, stderr, healthy, checks: all, statuses };
}

Deno.test("doctor looks at everything, in order, each with a remedy where one is needed", async () => {
  await using server = await startReplayServer({ body: '[{"id":"a"}]' });
  await using folder = await cliFolder();
  await folder.addKey(server.baseUrl);
  await folder.run(["tokens", "create", "a"]);

  const { code, healthy, checks, stderr } = await examine(folder);

  assert.deepEqual([code, healthy, stderr], [0, true, ""]);
  assert.deepEqual(checks.map(({ number, title, status }) => `${number} ${title} ${status}`), [
    "1 Configuration ok",
    "2 Data folder ok",
    "3 Port ok",
    "4 Database ok",
    "5 Vault ok",
    "6 Key file skip",
    "7 Callers ok",
    "8 lab/default ok",
  ]);
  assert.ok(checks.every(({ remedy }) => remedy === null));
  assert.equal(server.requests[0]?.header("authorization"), "Bearer sk-lab-0123456789wxyz");
});

Deno.test("doctor tells of a fresh folder and makes nothing in it", async () => {
  await using folder = await cliFolder();

  const { code, statuses } = await examine(folder);

  assert.equal(code, 0);
  assert.deepEqual(statuses, {
    Configuration: "ok",
    "Data folder": "ok",
    Port: "ok",
    Database: "warn",
    Vault: "warn",
    Callers: "warn",
  });
  const names = [...Deno.readDirSync(folder.path)].map(({ name }) => name);
  assert.deepEqual(names, ["flow_llm_router.yaml"]);
});

Deno.test("doctor shows numbered lines with the remedy below", async () => {
  await using folder = await cliFolder();
  const { stdout } = await folder.run(["doctor"]);
  assert.match(stdout, /^ 1 ok {4}Configuration: .*flow_llm_router\.yaml\n 2 /);
  assert.match(stdout, /\n 5 warn {2}Vault: there is none yet\n {9}→ Add a key/);
});

Deno.test("doctor gives 7 when something does not work", async () => {
  await using server = await startReplayServer({ status: 401, body: "No." });
  await using folder = await cliFolder();
  await folder.addKey(server.baseUrl);

  const { code, healthy, statuses, stderr } = await examine(folder);

  assert.deepEqual([code, healthy, statuses["lab/default"]], [7, false, "fail"]);
  assert.equal(stderr, "error: 1 of 8 checks failed.\n");
});

Deno.test("doctor --offline calls no provider", async () => {
  await using server = await startReplayServer({ body: "[]" });
  await using folder = await cliFolder();
  await folder.addKey(server.baseUrl);

  const { code, statuses } = await examine(folder, ["--offline"]);

  assert.deepEqual([code, "lab/default" in statuses, server.requests.length], [0, false, 0]);
});

Deno.test("doctor does not ask for the password unless told to", async () => {
  await using server = await startReplayServer({ body: "[]" });
  await using folder = await cliFolder();
  await folder.addKey(server.baseUrl);

  const quiet = await examine(folder, [], { env: {} });
  assert.deepEqual([quiet.statuses["Vault"], quiet.statuses["lab/default"]], ["warn", "skip"]);
  const typed = ["correct horse battery staple"];
  const asked = await examine(folder, ["--unlock"], { env: {}, typed });
  assert.deepEqual([asked.statuses["Vault"], asked.statuses["lab/default"]], ["warn", "ok"]);
  const wrong = await folder.run(["doctor", "--unlock"], { env: {}, typed: ["a", "b", "c"] });
  assert.equal(wrong.code, 4);
  assert.match(wrong.stdout, / 7 /);
});

Deno.test("doctor tells of a wrong password, a missing key and a configuration that is not valid", async () => {
  await using folder = await cliFolder();
  await folder.run(["tokens", "create", "a"]);
  assert.equal((await examine(folder)).statuses["Providers"], "warn");

  await folder.addKey("http://127.0.0.1:1/v1");
  const env = { FLOWGATE_MASTER_PASSWORD: "not the password" };
  const wrong = await examine(folder, ["--offline"], { env });
  assert.deepEqual([wrong.code, wrong.statuses["Vault"]], [7, "fail"]);

  await Deno.writeTextFile(folder.file("flow_llm_router.yaml"), "server: {prot: 1}");
  const invalid = await examine(folder);
  assert.deepEqual([invalid.code, invalid.statuses], [7, { Configuration: "fail" }]);
  assert.match(
    invalid.checks[0]?.detail ?? "",
    /flow_llm_router\.yaml:1: server\.prot is not a known/,
  );
});

Deno.test("doctor tells of a file that is no database and of a folder that is not there", async () => {
  await using folder = await cliFolder();
  await Deno.writeTextFile(folder.file("data.db"), "this is only text ".repeat(100));
  const broken = await examine(folder);
  assert.deepEqual([broken.code, broken.statuses["Database"]], [7, "fail"]);

  const env = { FLOWGATE_DATABASE__PATH: "./gone/data.db" };
  const nowhere = await examine(folder, [], { env });
  assert.deepEqual([nowhere.code, nowhere.statuses["Data folder"]], [7, "fail"]);
});
