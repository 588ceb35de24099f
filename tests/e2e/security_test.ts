/** Where secrets go and where requests go, at the real process. */
import assert from "node:assert/strict";
import { startSimulator } from "../../bench/simulator/simulator.ts";
import { errorOf } from "../support/answer_shape.ts";
import { addToken, MASTER_PASSWORD, prepareGatewayFolder } from "../support/gateway_folder.ts";
import { startIn, startLiveGateway } from "../support/live_gateway.ts";
import { childrenOf, startedWith } from "../support/process_facts.ts";
import { RawConnection, rawRequest } from "../support/raw_client.ts";
import { startReplayServer } from "../support/replay_server.ts";
import { waitUntil } from "../support/wait_until.ts";

const CHAT = "/v1/chat/completions";
const MESSAGES = [{ role: "user", content: "Hi" }];
/** Shapes that no redaction rule knows: nothing but care keeps them from leaking. */
const PROVIDER_KEY = "quite-an-odd-key-7f3a9c51d2";
const SECOND_KEY = "another-odd-key-b80e44";
const PROMPT_KEY = "sk-proj-Abcdefghijklmnop0123456789QRSTUVWXYZabcdefgh";
const AMBIENT_KEY = "sk-ambient-must-never-be-used";

/** Every byte that the gateway has on disk. */
async function everythingIn(folder: string): Promise<string> {
  const parts: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile) {
      parts.push(new TextDecoder("latin1").decode(await Deno.readFile(`${folder}/${name}`)));
    }
  }
  return parts.join("\n");
}

Deno.test("keys, tokens and passwords stay where they belong", async (t) => {
  await using simulator = await startSimulator();
  await using gateway = await startLiveGateway({
    providers: { sim: simulator.baseUrl, gone: "http://127.0.0.1:1/v1" },
    keys: { sim: PROVIDER_KEY, gone: SECOND_KEY },
    config: { logging: { level: "DEBUG" } },
  });
  const { token } = await gateway.folder.withStore((store) => addToken(store, "app"));
  const secrets = [PROVIDER_KEY, SECOND_KEY, token, MASTER_PASSWORD];
  const headers = { authorization: `Bearer ${token}` };
  const heard: string[] = [];
  const models = [
    "sim/m",
    "sim/status=401",
    "sim/fault=reset",
    "sim/fault=html",
    "gone/m",
    "nope/m",
  ];
  for (const model of models) {
    for (const stream of [false, true]) {
      const body = {
        model,
        messages: [{ role: "user", content: `My key is ${PROMPT_KEY}` }],
        stream,
      };
      const answer = await rawRequest(gateway.url + CHAT, { headers, body });
      heard.push(answer.head, answer.text());
    }
  }
  for (const path of ["/", "/metrics", "/health/ready", "/api/auth/status", "/v1/models"]) {
    const answer = await rawRequest(gateway.url + path, { headers });
    heard.push(answer.head, answer.text());
  }
  await gateway.quiet();
  assert.equal(simulator.requests[0]?.header("authorization"), `Bearer ${PROVIDER_KEY}`);

  const holdsNone = (what: string, text: string, of: readonly string[] = secrets): void => {
    assert.ok(text.length > 0, `${what} is empty`);
    for (const secret of of) assert.ok(!text.includes(secret), `${what} holds ${secret}`);
  };
  await t.step("not in what callers get", () => holdsNone("an answer", heard.join("\n")));
  await t.step("not in what the process says", () => holdsNone("its output", gateway.said()));
  await t.step("not in the database but sealed and hashed, prompts redacted", async () => {
    holdsNone("the folder", await everythingIn(gateway.folder.path), [...secrets, PROMPT_KEY]);
  });
  await t.step({
    name: "not in the command line, and no child process is given any",
    ignore: Deno.build.os !== "linux",
    fn() {
      const { commandLine, environment } = startedWith(gateway.pid);
      holdsNone("the command line", commandLine);
      // The password was given there by its user; everything else has no business there.
      holdsNone("the environment", environment, [PROVIDER_KEY, SECOND_KEY, token]);
      assert.deepEqual(childrenOf(gateway.pid), []);
    },
  });
});

Deno.test("a provider's error that quotes the key is stored without it", async () => {
  const key = "sk-proj-Zyxwvutsrqponmlkjihgfedcba9876543210ZYXWVUTS";
  const message = `Incorrect API key provided: ${key}.`;
  await using replay = await startReplayServer({
    status: 401,
    body: JSON.stringify({ error: { message, type: "invalid_request_error", code: null } }),
  });
  await using gateway = await startLiveGateway({
    providers: { sim: replay.baseUrl },
    keys: { sim: key },
  });

  const body = { model: "sim/m", messages: MESSAGES };
  const answer = await rawRequest(gateway.url + CHAT, { body });
  await gateway.quiet();

  assert.equal(answer.status, 401);
  assert.ok(!(await everythingIn(gateway.folder.path)).includes(key));
  assert.ok(!gateway.said().includes(key));
});

Deno.test("nothing that a caller sends chooses where a request goes or with which key", async (t) => {
  await using simulator = await startSimulator();
  await using evil = await startReplayServer({ body: '{"choices":[]}' });
  await using gateway = await startLiveGateway({
    providers: { sim: simulator.baseUrl },
    keys: { sim: PROVIDER_KEY },
  });
  const host = `127.0.0.1:${evil.port}`;

  await t.step("unknown body fields go on to the same provider as plain fields", async () => {
    const extra = {
      api_base: evil.baseUrl,
      base_url: evil.baseUrl,
      api_key: "sk-evil",
      extra_headers: { authorization: "Bearer sk-evil" },
      extra_body: { model: "other" },
      custom_llm_provider: "openai",
      provider: { base_url: evil.baseUrl },
      proxy: evil.url,
      model_list: [{ api_base: evil.baseUrl }],
    };
    for (const path of [CHAT, "/v1/embeddings", "/v1/completions"]) {
      const body = { model: "sim/m", messages: MESSAGES, input: "a", prompt: "a", ...extra };
      const answer = await rawRequest(gateway.url + path, { body });

      assert.equal(answer.status, 200, path);
      const seen = simulator.requests.at(-1);
      assert.equal(seen?.path, path);
      assert.deepEqual(seen?.json(), { ...body, model: "m" });
      assert.equal(seen?.header("authorization"), `Bearer ${PROVIDER_KEY}`);
    }
  });

  await t.step("headers of the caller stay behind, but for three", async () => {
    const stopped = {
      "authorization": "Bearer sk-evil",
      "x-api-key": "sk-evil",
      "api-key": "sk-evil",
      "x-forwarded-host": host,
      "x-forwarded-proto": "https",
      "forwarded": `host=${host}`,
      "x-original-url": `${evil.url}/`,
      "x-base-url": evil.baseUrl,
      "x-portkey-custom-host": evil.baseUrl,
      "proxy-authorization": "Basic eA==",
      "openai-organization": "org-evil",
      "openai-project": "evil",
      "cookie": "a=b",
      "x-sim": "status=500",
    };
    const passed = { "idempotency-key": "k-1", "openai-beta": "a=b", "accept": "application/json" };
    const body = { model: "sim/m", messages: MESSAGES };
    const answer = await rawRequest(gateway.url + CHAT, {
      headers: { ...stopped, ...passed },
      body,
    });

    assert.equal(answer.status, 200);
    const seen = simulator.requests.at(-1);
    const names = seen?.headers.map(([name]) => name) ?? [];
    assert.deepEqual(Object.keys(stopped).filter((name) => names.includes(name)), [
      "authorization",
    ]);
    assert.equal(names.filter((name) => name === "authorization").length, 1);
    assert.equal(seen?.header("authorization"), `Bearer ${PROVIDER_KEY}`);
    for (const [name, value] of Object.entries(passed)) assert.equal(seen?.header(name), value);
  });

  await t.step("a request target that names another server is ours to answer", async () => {
    using connection = await RawConnection.open(gateway.port);
    const content = JSON.stringify({ model: "sim/m", messages: MESSAGES });
    await connection.send(
      `POST ${evil.url}${CHAT} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n` +
        `content-length: ${content.length}\r\n\r\n${content}`,
    );
    const before = simulator.requests.length;
    const { status } = await connection.readAnswer();

    assert.ok([200, 400, 403, 404].includes(status), String(status));
    assert.equal(simulator.requests.length - before, status === 200 ? 1 : 0);
  });

  for (
    const model of [`${evil.url}/v1/m`, `http://${host}/m`, `${host}/m`, "..//m", "sim/", "/m"]
  ) {
    await t.step(`the model name ${model.replace(host, "HOST")} leads nowhere else`, async () => {
      const before = simulator.requests.length;
      const answer = await rawRequest(gateway.url + CHAT, { body: { model, messages: MESSAGES } });

      assert.equal(answer.status, 404);
      assert.equal(errorOf(answer.json()).param, "model");
      assert.equal(simulator.requests.length, before);
    });
  }

  await t.step("a model name with dots stays a name", async () => {
    const body = { model: "sim/../../evil?x=1#y", messages: MESSAGES };
    await rawRequest(gateway.url + CHAT, { body });
    assert.equal(simulator.requests.at(-1)?.path, CHAT);
    assert.equal(simulator.requests.at(-1)?.query, "");
  });

  assert.equal(evil.requests.length, 0, "the other server was called");
});

const CLIMBS = [
  "/../../../etc/passwd",
  "/..%2f..%2f..%2fetc%2fpasswd",
  "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
  "/%252e%252e%252fetc%252fpasswd",
  "/..\\..\\etc\\passwd",
  "//etc/passwd",
  "/./data.db",
  "/data.db",
  "/data.db-wal",
  "/flow_llm_router.yaml",
  "/main.ts",
  "/deno.json",
  "/.env",
  "/%00",
  "/data.db%00.html",
  "/file:///etc/passwd",
];

Deno.test("no path leads to a file", async (t) => {
  await using gateway = await startLiveGateway({ keys: { openai: PROVIDER_KEY } });
  const prefixes = ["", "/v1", "/v1/models", "/api", "/api/auth", "/static", "/health", "/metrics"];

  for (const prefix of prefixes) {
    await t.step(`below ${prefix || "/"}`, async () => {
      for (const climb of CLIMBS) {
        for (const method of ["GET", "POST"]) {
          using connection = await RawConnection.open(gateway.port);
          await connection.send(
            `${method} ${prefix}${climb} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 0\r\n` +
              "connection: close\r\n\r\n",
          );
          const answer = await connection.readAnswer();

          const what = `${method} ${prefix}${climb}: ${answer.status}`;
          assert.ok([400, 404, 405].includes(answer.status), what);
          assert.ok(!/root:|SQLite format|"imports"|base_url:/.test(answer.text()), what);
        }
      }
    });
  }
});

Deno.test("a locked vault is a 503 with the remedy, and no other key takes its place", async (t) => {
  await using simulator = await startSimulator();
  await using folder = await prepareGatewayFolder({
    providers: { openai: simulator.baseUrl, sim: simulator.baseUrl },
    keys: { openai: PROVIDER_KEY },
    unlocked: false,
  });
  const ambient = {
    OPENAI_API_KEY: AMBIENT_KEY,
    OPENAI_BASE_URL: "http://127.0.0.1:1/v1",
    SIM_API_KEY: AMBIENT_KEY,
  };
  await using gateway = await startIn(folder, { env: ambient });
  const ask = (model: string, stream = false) =>
    rawRequest(gateway.url + CHAT, { body: { model, messages: MESSAGES, stream } });

  for (const stream of [false, true]) {
    await t.step(`locked${stream ? ", for a stream" : ""}`, async () => {
      const answer = await ask("openai/gpt-4o", stream);

      assert.equal(answer.status, 503);
      assert.equal(errorOf(answer.json()).code, "vault_locked");
      assert.match(errorOf(answer.json()).message, /flow-router unlock/);
      assert.equal(answer.header("x-should-retry"), "false");
      assert.equal(answer.header("x-flow-error-source"), "gateway");
      const row = await gateway.row(answer.header("x-request-id"));
      assert.deepEqual([row.outcome, row.error_code], ["refused", "vault_locked"]);
      assert.equal(simulator.requests.length, 0);
    });
  }

  await t.step("readiness says so", async () => {
    const answer = await rawRequest(`${gateway.url}/health/ready`);
    assert.equal(answer.status, 503);
    assert.match(answer.text(), /"vault":"locked"/);
  });

  await t.step("a provider without a key is asked without one", async () => {
    assert.equal((await ask("sim/m")).status, 200);
    assert.equal(simulator.requests.at(-1)?.header("authorization"), null);
  });

  await t.step("wrong passwords are slowed down and open nothing", async () => {
    const statuses: number[] = [];
    for (const password of ["wrong one", "wrong two", "wrong three", MASTER_PASSWORD]) {
      const url = `${gateway.url}/api/auth/verify`;
      const answer = await rawRequest(url, { body: { password } });
      statuses.push(answer.status);
      if (answer.status === 429) assert.ok(Number(answer.header("retry-after")) >= 1);
    }
    assert.deepEqual(statuses, [403, 403, 403, 429]);
    assert.equal((await ask("openai/gpt-4o")).status, 503);
  });

  await t.step("the right password unlocks, and the key of the vault is the one used", async () => {
    const url = `${gateway.url}/api/auth/verify`;
    const unlock = async () =>
      (await rawRequest(url, { body: { password: MASTER_PASSWORD } })).status === 200;
    await waitUntil("the wait after wrong passwords is over", unlock);
    assert.equal((await ask("openai/gpt-4o")).status, 200);
    assert.equal(simulator.requests.at(-1)?.header("authorization"), `Bearer ${PROVIDER_KEY}`);
  });

  const sent = simulator.requests.map((request) => JSON.stringify(request.headers)).join("\n");
  assert.ok(!sent.includes(AMBIENT_KEY), "a key of the environment was used");
});

Deno.test("without a vault a request for a key's provider is a 503, whatever the environment", async () => {
  await using simulator = await startSimulator();
  await using gateway = await startLiveGateway({
    providers: { openai: simulator.baseUrl },
    env: { OPENAI_API_KEY: AMBIENT_KEY },
  });

  const body = { model: "gpt-4o", messages: MESSAGES };
  const answer = await rawRequest(gateway.url + CHAT, { body });

  assert.equal(answer.status, 503);
  assert.equal(errorOf(answer.json()).code, "vault_not_initialized");
  assert.match(errorOf(answer.json()).message, /flow-router add-key --provider openai/);
  assert.equal(simulator.requests.length, 0);
});
