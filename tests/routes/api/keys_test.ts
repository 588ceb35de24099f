import assert from "node:assert/strict";
import { startAdminApi } from "../../support/admin_api.ts";
import { fakeOutbound, listOf, UNREACHABLE } from "../../support/outbound.ts";

const SECRET = "sk-0123456789abcdefwxyz";
const KEY = { provider: "openai", key_name: "main", api_key: SECRET };

Deno.test("POST /keys stores a key and shows its ends once; lists show the last four", async () => {
  await using api = await startAdminApi();

  const { status, body } = await api.call("POST", "/keys", KEY);
  const list = await api.call("GET", "/keys");

  assert.equal(status, 201);
  assert.deepEqual([body.provider, body.key_name, body.enabled], ["openai", "main", true]);
  assert.equal(body.key_masked, "sk-...wxyz");
  assert.deepEqual(list.body.map((key: { key_masked: string }) => key.key_masked), ["...wxyz"]);
  assert.ok(!JSON.stringify([body, list.body, api.log.lines]).includes(SECRET));
  assert.equal(api.applied(), 1);
});

Deno.test("POST /keys takes several keys of a provider, but no two of one name", async () => {
  await using api = await startAdminApi();
  await api.call("POST", "/keys", KEY);

  assert.equal((await api.call("POST", "/keys", KEY)).status, 409);
  assert.equal((await api.call("POST", "/keys", { ...KEY, key_name: "b" })).status, 201);
  assert.equal((await api.call("POST", "/keys", { ...KEY, provider: "groq" })).status, 201);
  const short = await api.call("POST", "/keys", { ...KEY, key_name: "c", api_key: "12345678" });
  assert.equal(short.body.key_masked, "****");
});

const refused: [what: string, change: Record<string, unknown>, said: RegExp][] = [
  ["a blank key", { api_key: " " }, /empty/],
  ["a key that no header can hold", { api_key: "a\nb" }, /white space/],
  ["an unknown member", { is_admin: true }, /is_admin/],
  ["an id of its own", { id: "x" }, /'id'/],
  ["a sealed key of its own", { sealed_key: "x" }, /sealed_key/],
  ["a weight that is none", { weight: 0 }, /weight/],
  ["a format that is none", { format: "soap" }, /format/],
  ["extra_config that is no JSON", { extra_config: "{" }, /extra_config/],
  ["extra_config with headers", { extra_config: '{"headers":{"a":"b"}}' }, /extra_config/],
  // A base URL decides where the key goes: these would send it to the machine's own keeper of secrets.
  ["the metadata service", { base_url: "http://169.254.169.254/latest" }, /link-local/],
  ["the same as a number", { base_url: "http://2852039166/v1" }, /link-local/],
  ["the same within IPv6", { base_url: "http://[::ffff:169.254.169.254]/v1" }, /link-local/],
  ["the same behind NAT64", { base_url: "http://[64:ff9b::a9fe:a9fe]/v1" }, /link-local/],
  ["its name", { base_url: "http://metadata.google.internal./v1" }, /link-local/],
  ["a link-local IPv6 address", { base_url: "http://[fe80::1]/v1" }, /link-local/],
  [
    "the same in extra_config",
    { extra_config: '{"base_url":"http://169.254.169.254"}' },
    /link-local/,
  ],
  ["a file", { base_url: "file:///etc/passwd" }, /http/],
  ["credentials in the URL", { base_url: "https://u:p@example.com/v1" }, /user name/],
  ["a query in the URL", { base_url: "https://example.com/v1?a=b" }, /query/],
];

Deno.test("POST and PUT /keys refuse what no key may be, and say why", async (t) => {
  await using api = await startAdminApi();
  const { body: { id } } = await api.call("POST", "/keys", KEY);
  for (const [what, change, said] of refused) {
    await t.step(what, async () => {
      const made = await api.call("POST", "/keys", { ...KEY, key_name: "x", ...change });
      const changed = await api.call("PUT", `/keys/${id}`, change);
      for (const { status, body } of [made, changed]) {
        assert.equal(status, 422);
        assert.match(JSON.stringify(body), said);
      }
    });
  }
  const { body: keys } = await api.call("GET", "/keys");
  assert.deepEqual(keys.map((key: { key_name: string }) => key.key_name), ["main"]);
});

Deno.test("POST /keys takes a link-local address from whoever insists", async () => {
  await using api = await startAdminApi();
  const base_url = "http://169.254.10.10/v1";

  const { status, body } = await api.call("POST", "/keys", {
    ...KEY,
    base_url,
    allow_link_local: true,
  });

  assert.deepEqual([status, body.base_url], [201, base_url]);
});

Deno.test("PUT /keys changes what is named; null leaves alone; extra_config is one text", async () => {
  await using api = await startAdminApi();
  const extra_config = '{"base_url":"http://127.0.0.1:9/v1","format":"gemini"}';
  const { body: { id, ...made } } = await api.call("POST", "/keys", { ...KEY, extra_config });
  assert.deepEqual([made.base_url, made.format, made.extra_config], [
    "http://127.0.0.1:9/v1",
    "gemini",
    extra_config,
  ]);

  const put = async (change: unknown) => (await api.call("PUT", `/keys/${id}`, change)).body;
  const off = await put({ enabled: false, key_name: "renamed", extra_config: null });
  assert.deepEqual([off.enabled, off.key_name, off.base_url], [false, "renamed", made.base_url]);
  assert.equal(off.health.state, "disabled");
  const moved = await put({ base_url: "", weight: 3, priority: 2 });
  assert.deepEqual([moved.base_url, moved.format, moved.weight, moved.priority], [
    null,
    "gemini",
    3,
    2,
  ]);
  assert.equal((await put({ extra_config: "{}" })).extra_config, null);
  assert.equal((await put({ api_key: "sk-another-secret-9876" })).key_masked, "...9876");
  assert.equal((await api.call("PUT", "/keys/openai", { enabled: true })).status, 404);
});

Deno.test("DELETE /keys takes the provider's models along with its last key, no others", async () => {
  await using api = await startAdminApi();
  const ids = [];
  for (const [provider, key_name] of [["openai", "a"], ["openai", "b"], ["groq", "c"]]) {
    ids.push((await api.call("POST", "/keys", { ...KEY, provider, key_name })).body.id);
  }
  for (const provider of ["openai", "groq"]) await api.call("POST", `/models/sync/${provider}`);
  const models = async () =>
    (await api.call("GET", "/models")).body.map((one: { provider: string }) => one.provider);

  assert.equal((await api.call("DELETE", `/keys/${ids[0]}`)).body.success, true);
  assert.deepEqual(await models(), ["groq", "openai"]);
  await api.call("DELETE", `/keys/${ids[1]}`);
  assert.deepEqual(await models(), ["groq"]);
  assert.equal((await api.call("DELETE", `/keys/${ids[1]}`)).status, 404);
  // An id, not a name: a script that mixes them up must not remove a key by accident.
  assert.equal((await api.call("DELETE", "/keys/groq")).status, 404);
});

Deno.test("POST /keys/{id}/test says in words what the provider says", async () => {
  const outbound = fakeOutbound();
  await using api = await startAdminApi({ outbound });
  const { body: { id } } = await api.call("POST", "/keys", { ...KEY, enabled: false });
  const test = async () => (await api.call("POST", `/keys/${id}/test`)).body;

  outbound.answer = () => listOf("a", "b");
  assert.deepEqual(await test(), {
    ok: true,
    latency_ms: 0,
    message: "OpenAI answers and lists 2 models.",
    models: 2,
  });
  outbound.answer = () => ({ status: 401, json: { error: { message: `Wrong: ${SECRET}` } } });
  const { ok, message } = await test();
  assert.equal(ok, false);
  assert.match(message, /^The key is refused: .*401: Wrong: \[redacted\]$/);
  outbound.answer = () => UNREACHABLE;
  assert.deepEqual((await test()).message, UNREACHABLE.message);
  assert.equal((await api.call("POST", "/keys/nobody/test")).status, 404);
  api.admin.vault.lock();
  assert.equal((await api.call("POST", `/keys/${id}/test`)).status, 423);
});

Deno.test("POST /keys/{id}/rotate takes the new key only when it works, or when forced", async () => {
  const outbound = fakeOutbound();
  await using api = await startAdminApi({ outbound });
  const { body: { id } } = await api.call("POST", "/keys", KEY);
  const rotate = (body: unknown) => api.call("POST", `/keys/${id}/rotate`, body);
  const masked = async () => (await api.call("GET", "/keys")).body[0].key_masked;

  outbound.answer = () => ({ status: 401, json: {} });
  const refusal = await rotate({ api_key: "sk-not-accepted-0000" });
  assert.equal(refusal.status, 422);
  assert.match(refusal.body.detail, /old one stays/);
  assert.equal(await masked(), "...wxyz");

  outbound.answer = () => listOf("a");
  const { status, body } = await rotate({ api_key: "sk-new-and-good-1111" });
  assert.deepEqual([status, body.test.ok, body.key.id], [200, true, id]);
  assert.equal(await masked(), "...1111");
  const [, sent] = outbound.seen.at(-1)?.headers.find(([name]) => name === "authorization") ?? [];
  assert.equal(sent, "Bearer sk-new-and-good-1111");

  outbound.answer = () => UNREACHABLE;
  const forced = await rotate({ api_key: "sk-forced-in-2222", force: true });
  assert.deepEqual([forced.status, forced.body.test], [200, null]);
  assert.equal(await masked(), "...2222");
});

Deno.test("GET /keys tells how a key fares and what the configuration adds", async () => {
  const outbound = fakeOutbound();
  await using api = await startAdminApi({ outbound });
  const { body: { id } } = await api.call("POST", "/keys", KEY);
  const trouble = { keyId: id, state: "resting", reason: "rate_limit", untilMs: 1000 } as const;

  outbound.troubles = [{ ...trouble, model: null }];
  const { body: [resting] } = await api.call("GET", "/keys");
  outbound.troubles = [{ ...trouble, model: "m" }];
  const { body: [failing] } = await api.call("GET", "/keys");

  assert.deepEqual([resting.health.state, resting.health.rests_until], [
    "resting",
    "1970-01-01T00:00:01.000Z",
  ]);
  assert.deepEqual([failing.health.state, failing.health.troubles[0].model], ["failing", "m"]);
  assert.equal(resting.configured.base_url, "https://api.openai.com/v1");
});

Deno.test("changes of keys stand in the audit log, without secrets", async () => {
  await using api = await startAdminApi();
  const { body: { id } } = await api.call("POST", "/keys", KEY);
  await api.call("PUT", `/keys/${id}`, { api_key: "sk-another-secret-9876" });
  await api.call("POST", `/keys/${id}/rotate`, { api_key: "sk-third-secret-5555" });
  await api.call("DELETE", `/keys/${id}`);

  const entries = await api.admin.db.selectFrom("audit_log").selectAll().orderBy("id").execute();
  assert.deepEqual(entries.map(({ action }) => action), [
    "provider_key.create",
    "provider_key.update",
    "provider_key.rotate",
    "provider_key.delete",
  ]);
  assert.doesNotMatch(JSON.stringify(entries), /0123456789|another-secret|third-secret/);
});
