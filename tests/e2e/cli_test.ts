import assert from "node:assert/strict";
import { startSimulator } from "../../bench/simulator/simulator.ts";
import { runCliProcess } from "../support/cli_process.ts";
import { startLiveGateway } from "../support/live_gateway.ts";
import { tempDir } from "../support/temp.ts";
import { waitUntil } from "../support/wait_until.ts";

const PASSWORD = "correct horse battery staple";
const KEY = "sk-proj-Abcdefghij0123456789";

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return listener.addr.port;
}

/** Status of one chat. */
async function chat(url: string, token?: string): Promise<number> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ model: "sim/m", messages: [{ role: "user", content: "hi" }] }),
  });
  await response.text();
  return response.status;
}

Deno.test("flow-router add-key, tokens, models, logs, doctor and restore work beside a gateway", async () => {
  await using simulator = await startSimulator();
  const port = freePort();
  await using gateway = await startLiveGateway({
    providers: { sim: simulator.baseUrl },
    config: { server: { port } },
    unlocked: false,
    args: [],
  });
  const run = async (args: string[], input?: string) => {
    const env = { FLOWGATE_MASTER_PASSWORD: PASSWORD };
    const how = input === undefined ? { env } : { env, input };
    const result = await runCliProcess(gateway.folder.path, args, how);
    assert.equal(result.code, 0, `${args.join(" ")}: ${result.stderr}`);
    assert.ok(!(result.stdout + result.stderr).includes(KEY));
    return result;
  };

  const added = await run(["add-key", "--provider", "sim", "--key-stdin"], `${KEY}\n`);
  assert.match(added.stderr, /The gateway at http:\/\/127\.0\.0\.1:\d+ was locked; it is unlocked/);
  assert.equal(await chat(gateway.url), 200);
  assert.equal(simulator.requests[0]?.header("authorization"), `Bearer ${KEY}`);

  const token = (await run(["tokens", "create", "laptop", "-q"])).stdout.trim();
  await waitUntil("the token is required", async () => await chat(gateway.url) === 401);
  assert.equal(await chat(gateway.url, token), 200);

  await run(["models", "sync", "--enable"]);
  await waitUntil("the models are listed", async () => {
    const headers = { authorization: `Bearer ${token}` };
    const { data } = await (await fetch(`${gateway.url}/v1/models`, { headers })).json();
    return data.some(({ id }: { id: string }) => id === "sim/gpt-4o-mini");
  });

  await gateway.quiet();
  const rows = (await run(["logs", "--json", "--status", "complete"])).stdout.trimEnd().split("\n");
  const [newest, ...older] = rows.map((line) => JSON.parse(line).caller_token_name);
  assert.equal(newest, "laptop");
  assert.ok(older.length > 0 && older.every((name) => name === null));
  const doctor = JSON.parse((await run(["doctor", "--json"])).stdout);
  assert.equal(doctor.healthy, true, JSON.stringify(doctor.checks));

  await run(["backup", "copy.db"]);
  const restore = await runCliProcess(gateway.folder.path, ["restore", "copy.db", "--yes"]);
  assert.equal(restore.code, 6);
  assert.ok(!gateway.said().includes(KEY) && !gateway.said().includes(token));
});

Deno.test("flow-router unlock opens the gateway for the right password only", async () => {
  await using simulator = await startSimulator();
  await using gateway = await startLiveGateway({
    providers: { sim: simulator.baseUrl },
    keys: { sim: KEY },
    unlocked: false,
  });
  const unlock = (input: string) => {
    const args = ["unlock", "--url", gateway.url, "--password-stdin"];
    return runCliProcess(gateway.folder.path, args, { input });
  };
  assert.equal(await chat(gateway.url), 503);

  const wrong = await unlock("not the password\n");
  assert.deepEqual([wrong.code, wrong.stdout], [4, ""]);
  assert.equal(await chat(gateway.url), 503);

  const right = await unlock(`${PASSWORD}\n`);
  assert.deepEqual([right.code, right.stdout], [0, ""], right.stderr);
  assert.equal(await chat(gateway.url), 200);
});

Deno.test("flow-router never asks when standard input is closed", async () => {
  await using folder = await tempDir();
  const cases: [string[], number, RegExp][] = [
    [["passwd"], 1, /There is no database/],
    [["keys", "remove", "x"], 1, /There is no database/],
    [["add-key"], 2, /--provider/],
    [["add-key", "--provider", "openai"], 2, /FLOWGATE_MASTER_PASSWORD/],
    [["add-key", KEY], 2, /cannot be given as an argument/],
    [["unlock", "--url", `http://127.0.0.1:${freePort()}`], 5, /does not answer/],
  ];
  for (const [args, code, said] of cases) {
    const result = await runCliProcess(folder.path, args);
    assert.deepEqual([result.code, result.stdout], [code, ""], args.join(" "));
    assert.match(result.stderr, said);
    assert.ok(!result.stderr.includes(KEY));
  }
});
