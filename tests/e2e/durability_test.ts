/** What survives when the process, the disk or the operator does not play along. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { type Simulator, startSimulator } from "../../bench/simulator/simulator.ts";
import { errorEventOf } from "../support/answer_shape.ts";
import { prepareGatewayFolder } from "../support/gateway_folder.ts";
import {
  type LiveGateway,
  runCommand,
  startIn,
  startInVain,
  startLiveGateway,
} from "../support/live_gateway.ts";
import { type RawAnswer, rawRequest } from "../support/raw_client.ts";
import { readStoredRows } from "../support/stored_rows.ts";
import { waitUntil } from "../support/wait_until.ts";

const MESSAGES = [{ role: "user", content: "Hi" }];
/** Flush interval, one commit and a busy machine. */
const PROMISED_MS = 200;
const hasPrlimit = Deno.build.os === "linux";

const chat = (url: string, model: string, stream = false): Promise<RawAnswer> =>
  rawRequest(`${url}/v1/chat/completions`, { body: { model, messages: MESSAGES, stream } });

const { ConnectionRefused, ConnectionReset, BrokenPipe } = Deno.errors;
const GONE = [ConnectionRefused, ConnectionReset, BrokenPipe];

/** Asks as fast as answers come until the gateway is gone; tells when each answer was there. */
async function loadUntilGone(url: string, atOnce: number): Promise<{ id: string; atMs: number }[]> {
  const answered: { id: string; atMs: number }[] = [];
  const ask = async (): Promise<void> => {
    try {
      while (true) {
        const answer = await chat(url, "sim/latency=5");
        const id = answer.header("x-request-id");
        if (answer.end !== "complete" || id === null) return;
        answered.push({ id, atMs: performance.now() });
      }
    } catch (error) {
      if (!GONE.some((kind) => error instanceof kind)) throw error;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, ask));
  return answered;
}

Deno.test("a gateway killed under load opens again and has lost at most the last moment", async () => {
  await using simulator = await startSimulator();
  await using folder = await prepareGatewayFolder({ providers: { sim: simulator.baseUrl } });
  let killedAtMs: number;
  let answered: { id: string; atMs: number }[];
  {
    await using gateway = await startIn(folder);
    const loading = loadUntilGone(gateway.url, 8);
    await waitUntil("some hundred are answered", () => simulator.totals.answered > 400);
    killedAtMs = performance.now();
    gateway.signal("SIGKILL");
    answered = await loading;
    assert.equal(await gateway.ended, "SIGKILL");
  }

  await using again = await startIn(folder);
  const answer = await chat(again.url, "sim/m");

  assert.equal(answer.status, 200);
  await again.row(answer.header("x-request-id"));
  const ids = new Set(again.rows().map((row) => row.id));
  assert.equal(ids.size, again.rows().length, "a row was written twice");
  const promised = answered.filter(({ atMs }) => atMs < killedAtMs - PROMISED_MS);
  assert.ok(promised.length > 100, `${promised.length} answers`);
  assert.deepEqual(promised.filter(({ id }) => !ids.has(id)), []);
  const database = new DatabaseSync(folder.database, { readOnly: true });
  assert.equal(database.prepare("PRAGMA integrity_check").get()?.["integrity_check"], "ok");
  database.close();
});

Deno.test("SIGTERM lets answers finish, keeps every row and ends with 0", async () => {
  await using simulator = await startSimulator();
  await using gateway = await startLiveGateway({ providers: { sim: simulator.baseUrl } });
  const loading = loadUntilGone(gateway.url, 4);
  const running = [
    ...Array.from({ length: 5 }, () => chat(gateway.url, "sim/chunks=40,cadence=20", true)),
    chat(gateway.url, "sim/latency=700"),
  ];
  await waitUntil("all are under way", () => simulator.requests.length > 60);

  gateway.signal("SIGTERM");
  const finished = await Promise.all(running);
  const answered = await loading;

  assert.equal(await gateway.ended, 0);
  for (const answer of finished) assert.deepEqual([answer.status, answer.end], [200, "complete"]);
  for (const answer of finished.slice(0, 5)) assert.ok(answer.text().endsWith("data: [DONE]\n\n"));
  const ids = new Map(readStoredRows(gateway.folder.database).map((row) => [row.id, row.outcome]));
  const all = [...answered.map(({ id }) => id), ...finished.map((a) => a.header("x-request-id"))];
  assert.deepEqual(all.filter((id) => ids.get(id ?? "") !== "complete"), []);
});

Deno.test("a stream that outlasts the shutdown's patience ends with an error event", async () => {
  await using simulator = await startSimulator();
  await using gateway = await startLiveGateway({
    providers: { sim: simulator.baseUrl },
    config: { server: { shutdown_timeout_ms: 200 } },
  });
  const running = chat(gateway.url, "sim/chunks=5,fault=stall@2", true);
  await waitUntil("it is under way", () => simulator.requests.length === 1);

  gateway.signal("SIGTERM");
  const answer = await running;

  assert.equal(errorEventOf(answer).code, "shutting_down");
  assert.equal(await gateway.ended, 0);
  assert.equal(await simulator.requests[0]?.ended, "aborted");
  const rows = readStoredRows(gateway.folder.database);
  assert.deepEqual(rows.map((row) => [row.outcome, row.error_code]), [["failed", "shutting_down"]]);
});

Deno.test("a second SIGTERM ends the gateway at once", async () => {
  await using simulator = await startSimulator();
  await using gateway = await startLiveGateway({
    providers: { sim: simulator.baseUrl },
    config: { server: { shutdown_timeout_ms: 600_000 } },
  });
  const running = chat(gateway.url, "sim/fault=stall", true);
  await waitUntil("it is under way", () => simulator.requests.length === 1);

  gateway.signal("SIGTERM");
  await waitUntil("it is stopping", () => gateway.said().includes("Stopping"));
  gateway.signal("SIGTERM");

  assert.equal(await gateway.ended, 130);
  assert.notEqual((await running).end, "complete");
});

/** A shell that lets writes beyond a limit fail instead of ending the process. */
const LIMITED = ["sh", "-c", 'trap "" XFSZ; exec "$0" "$@"'];

async function limitFileSize(pid: number, limit: string): Promise<void> {
  const args = ["--pid", String(pid), `--fsize=${limit}:`];
  const { success, stderr } = await new Deno.Command("prlimit", { args }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
}

Deno.test({
  name: "a database that cannot be written stops no answer, shows in readiness and recovers",
  ignore: !hasPrlimit,
  async fn() {
    await using simulator = await startSimulator();
    await using gateway = await startLiveGateway({
      providers: { sim: simulator.baseUrl },
      launcher: LIMITED,
    });
    const ready = () => rawRequest(`${gateway.url}/health/ready`);
    await chat(gateway.url, "sim/m");
    await gateway.quiet();

    await limitFileSize(gateway.pid, "0");
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => chat(gateway.url, "sim/m", true)),
    );
    await waitUntil("it is not ready", async () => (await ready()).status === 503);
    const state = (await ready()).text();
    const live = await rawRequest(`${gateway.url}/health`);
    const late = await chat(gateway.url, "sim/m");
    await limitFileSize(gateway.pid, "unlimited");
    await waitUntil("it is ready again", async () => (await ready()).status === 200);
    await gateway.quiet();

    for (const answer of [...answers, late]) assert.equal(answer.status, 200);
    assert.equal(live.status, 200);
    assert.match(state, /"status":"not_ready".*"database":\{"ok":false,"problem":"[^"]{10,}/);
    assert.equal(gateway.rows().length, 22);
  },
});

Deno.test("one database takes one server", async () => {
  await using folder = await prepareGatewayFolder();
  await using gateway = await startIn(folder);

  const second = await startInVain(folder);

  assert.equal(second.code, 6);
  assert.equal(second.stdout, "");
  const who = `process ${gateway.pid} at ${gateway.url}`;
  assert.ok(second.stderr.includes(who), second.stderr);
  assert.match(second.stderr, /Stop that server, or name another database/);
  assert.ok(!second.stderr.includes("    at "), "a stack trace");
});

Deno.test("a port in use is told in one line with the remedy", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  await using folder = await prepareGatewayFolder();

  const { code, stderr } = await startInVain(folder, {
    args: ["--port", String(listener.addr.port)],
  });

  assert.equal(code, 6);
  assert.match(stderr, /Cannot listen on 127\.0\.0\.1:\d+: another program does\. .*--port/);
  assert.ok(!stderr.includes("    at "), "a stack trace");
});

Deno.test("a database of a newer version is refused and left alone", async () => {
  await using folder = await prepareGatewayFolder();
  await folder.withStore(() => Promise.resolve());
  const database = new DatabaseSync(folder.database);
  database.exec("INSERT INTO schema_migrations VALUES (999, 'from the future', 'ff', 0)");
  database.close();

  const { code, stderr } = await startInVain(folder);

  assert.equal(code, 1);
  assert.match(stderr, /newer/);
  assert.ok(!stderr.includes("    at "), "a stack trace");
});

Deno.test("a file that is no database is refused and left alone", async () => {
  await using folder = await prepareGatewayFolder();
  const text = "This is not a database. ".repeat(400);
  await Deno.writeTextFile(folder.database, text);

  const { code, stderr } = await startInVain(folder);

  assert.equal(code, 1);
  assert.ok(stderr.includes("data.db"), stderr);
  assert.ok(!stderr.includes("    at "), "a stack trace");
  assert.equal(await Deno.readTextFile(folder.database), text);
});

Deno.test("keys and tokens that another process writes count without a restart", async (t) => {
  await using simulator = await startSimulator();
  await using gateway = await startLiveGateway({
    providers: { sim: simulator.baseUrl },
    keys: { sim: "sk-first" },
  });
  await writeFromOutside(t, gateway, simulator);
});

async function writeFromOutside(
  t: Deno.TestContext,
  gateway: LiveGateway,
  simulator: Simulator,
): Promise<void> {
  const { folder, url } = gateway;
  const keyUsed = async (): Promise<string | null | undefined> => {
    await chat(url, "sim/m");
    return simulator.requests.at(-1)?.header("authorization");
  };
  assert.equal(await keyUsed(), "Bearer sk-first");

  await t.step("a provider key", async () => {
    await runCommand(folder, ["keys", "disable", "sim"]);
    await waitUntil("the key is not used any more", async () => await keyUsed() === null, 3000);
    await runCommand(folder, ["add-key", "--provider", "sim", "--key-stdin"], "sk-second\n");
    await waitUntil(
      "the new key is used",
      async () => await keyUsed() === "Bearer sk-second",
      3000,
    );
  });

  await t.step("a caller token", async () => {
    const printed = await runCommand(folder, ["tokens", "create", "app", "--json"]);
    const { token } = JSON.parse(printed);
    await waitUntil("it is needed", async () => (await chat(url, "sim/m")).status === 401, 3000);
    const answer = await rawRequest(`${url}/v1/chat/completions`, {
      headers: { authorization: `Bearer ${token}` },
      body: { model: "sim/m", messages: MESSAGES },
    });
    assert.equal(answer.status, 200);
    assert.equal((await gateway.row(answer.header("x-request-id"))).caller_token_name, "app");
  });

  await t.step("a catalog model", async () => {
    await folder.withStore(async ({ db }) => {
      await db.insertInto("provider_models").values({
        id: crypto.randomUUID(),
        provider: "sim",
        model_id: "from-outside",
        display_name: null,
        owned_by: null,
        raw_created: null,
        enabled: 1,
        synced_at_ms: 0,
      }).execute();
    });
    const models = async () => (await rawRequest(`${url}/v1/models`)).text();
    await waitUntil("it is listed", async () => (await models()).includes("from-outside"), 3000);
  });
}
