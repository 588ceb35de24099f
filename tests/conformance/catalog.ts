/** Provider keys, caller tokens, the catalog and searches, over `/api`. The checks build on each other. */
import assert from "node:assert/strict";
import { type RawAnswer, rawRequest } from "../support/raw_client.ts";
import { startReplayServer } from "../support/replay_server.ts";
import { CHAT, chatBody, check, type CheckGroup, type Subject } from "./check.ts";

type Admin = Subject & { readonly password: string };
const NEEDS = ["password", "simulator"] as const;
const SECRET = "sk-conformance-0123456789wxyz";
const TAVILY = "tvly-conformance-0123456789";

// deno-lint-ignore no-explicit-any -- whatever the server under test says
const jsonOf = (answer: RawAnswer): any => JSON.parse(answer.text());

async function signIn({ url, password }: Admin): Promise<string> {
  const headers = { "content-type": "application/json" };
  return jsonOf(await rawRequest(`${url}/api/auth/verify`, { headers, body: { password } })).token;
}

/** As administrator, signed in for this one call; without a password as nobody. */
async function admin(
  s: Admin,
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body?: Readonly<Record<string, unknown>>,
): Promise<RawAnswer> {
  return await rawRequest(`${s.url}/api${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await signIn(s)}`,
      "content-type": "application/json",
    },
    ...(body === undefined ? {} : { body }),
  });
}

const asCaller = (s: Subject, token: string, model: string): Promise<RawAnswer> =>
  rawRequest(s.url + CHAT, {
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: chatBody(model),
  });

const keyOf = async (s: Admin, name: string) =>
  jsonOf(await admin(s, "GET", "/keys")).find((one: { key_name: string }) => one.key_name === name);

const modelOf = async (s: Admin, name: string) =>
  jsonOf(await admin(s, "GET", "/models")).find((one: { model_id: string }) =>
    one.model_id === name
  );

export const CATALOG: CheckGroup = {
  name: "keys, tokens, models and searches",
  checks: [
    check("a key is a 201, masked, and the same again a 409", NEEDS, async (s) => {
      const body = { provider: "mistral", key_name: "one", api_key: SECRET };
      const made = await admin(s, "POST", "/keys", body);
      assert.equal(made.status, 201);
      const { provider, key_name, enabled, key_masked } = jsonOf(made);
      assert.deepEqual([provider, key_name, enabled], ["mistral", "one", true]);
      assert.match(key_masked, /\.\.\./);
      assert.equal((await admin(s, "POST", "/keys", body)).status, 409);
      const other = { provider: "groq", key_name: "short", api_key: "short" };
      assert.equal(jsonOf(await admin(s, "POST", "/keys", other)).key_masked, "****");
      const list = await admin(s, "GET", "/keys");
      assert.ok(!(made.text() + list.text()).includes(SECRET));
    }),
    check("a key can be renamed and switched; an unknown one is a 404", NEEDS, async (s) => {
      const { id } = await keyOf(s, "one");
      const put = await admin(s, "PUT", `/keys/${id}`, { key_name: "two", enabled: false });
      const { key_name, enabled } = jsonOf(put);
      assert.deepEqual([key_name, enabled], ["two", false]);
      assert.equal((await admin(s, "PUT", "/keys/unknown", { enabled: true })).status, 404);
    }),
    check("deleting a provider's key takes its models along, no others", NEEDS, async (s) => {
      const { id } = await keyOf(s, "two");
      await admin(s, "PUT", `/keys/${id}`, { enabled: true });
      for (const provider of ["mistral", "sim"]) {
        const added = await admin(s, "POST", "/models/manual", {
          provider,
          slug: `of-${provider}`,
        });
        assert.equal(added.status, 200);
      }
      assert.equal(jsonOf(await admin(s, "DELETE", `/keys/${id}`)).success, true);
      assert.equal((await admin(s, "DELETE", `/keys/${id}`)).status, 404);
      assert.equal(await modelOf(s, "of-mistral"), undefined);
      assert.equal((await modelOf(s, "of-sim")).enabled, false);
    }),
    check("a key that may not go there is a 422: metadata services", NEEDS, async (s) => {
      const body = { provider: "lab", key_name: "x", api_key: SECRET };
      for (const base_url of ["http://169.254.169.254/v1", "http://[fe80::1]/v1", "ftp://a/b"]) {
        assert.equal(
          (await admin(s, "POST", "/keys", { ...body, base_url })).status,
          422,
          base_url,
        );
      }
    }),
    check(
      "sync counts models, keeps the enabled, and fails as a 502 or a 404",
      NEEDS,
      async (s) => {
        await using server = await startReplayServer({
          body: JSON.stringify({ data: [{ id: "a" }, { id: "b/c" }] }),
        });
        const body = {
          provider: "lab",
          key_name: "lab",
          api_key: SECRET,
          base_url: server.baseUrl,
        };
        await admin(s, "POST", "/keys", body);
        const { provider, synced, models } = jsonOf(await admin(s, "POST", "/models/sync/lab"));
        assert.deepEqual([provider, synced, models], ["lab", 2, ["a", "b/c"]]);
        const { id, enabled } = await modelOf(s, "b/c");
        assert.equal(enabled, false);
        await admin(s, "PUT", `/models/${id}`, { enabled: true });
        await admin(s, "POST", "/models/sync/lab");
        assert.equal((await modelOf(s, "b/c")).enabled, true);
        const shown = jsonOf(await admin(s, "GET", "/models?enabled=true"));
        assert.deepEqual(shown.map((one: { model_id: string }) => one.model_id), ["b/c"]);
        assert.equal((await admin(s, "POST", "/models/sync/unknown")).status, 404);
      },
    ),
    check("a model added by hand loses its prefix; again it is a 409", NEEDS, async (s) => {
      const add = (body: Record<string, unknown>) => admin(s, "POST", "/models/manual", body);
      const { model_id, display_name } = jsonOf(await add({ provider: "SIM", slug: "SIM/m" }));
      assert.deepEqual([model_id, display_name], ["m", "m"]);
      assert.equal((await add({ provider: "sim", slug: "m" })).status, 409);
      assert.equal((await add({ provider: "unknown", slug: "m" })).status, 404);
      assert.equal((await add({ provider: "sim", slug: " " })).status, 422);
    }),
    check(
      "a model test goes out with the provider's key and shows what came",
      [...NEEDS, "providerKey"],
      async (s) => {
        const { id } = await modelOf(s, "m");
        const { ok, response_preview, latency_ms } = jsonOf(
          await admin(s, "POST", `/models/${id}/test`),
        );
        assert.equal(ok, true);
        assert.equal(typeof response_preview, "string");
        assert.ok(latency_ms >= 0);
        const seen = s.simulator.requests.at(-1);
        assert.equal(seen?.header("authorization"), `Bearer ${s.providerKey}`);
        assert.match(seen?.text() ?? "", /"model":"m".*"max_tokens":8/);
        assert.equal((await admin(s, "POST", "/models/unknown/test")).status, 404);
      },
    ),
    check("an alias stands for its model, at once", NEEDS, async (s) => {
      await admin(s, "PUT", "/model-aliases/quick", { target: "sim/m" });
      const body = { ...chatBody("m"), model: "quick" };
      assert.equal((await rawRequest(s.url + CHAT, { body })).status, 200);
      const list = jsonOf(await rawRequest(`${s.url}/v1/models`));
      assert.ok(list.data.some((one: { id: string }) => one.id === "quick"));
      await admin(s, "DELETE", "/model-aliases/quick");
      assert.equal((await rawRequest(s.url + CHAT, { body })).status, 404);
    }),
    check("strict: only enabled models may be asked for", NEEDS, async (s) => {
      const ask = async (model: string) =>
        (await rawRequest(s.url + CHAT, { body: chatBody(model) })).status;
      await admin(s, "PUT", "/models/settings", { strict: true });
      assert.deepEqual([await ask("m"), await ask("never-heard-of")], [404, 404]);
      await admin(s, "PUT", `/models/${(await modelOf(s, "m")).id}`, { enabled: true });
      assert.equal(await ask("m"), 200);
      await admin(s, "PUT", "/models/settings", { strict: false });
      assert.equal(await ask("never-heard-of"), 200);
    }),
    check("a token is shown once; blank names, unknown ids, deleting", NEEDS, async (s) => {
      const made = await admin(s, "POST", "/caller-tokens", { name: " ci " });
      const { id, name, token, token_prefix } = jsonOf(made);
      assert.deepEqual([made.status, name, token_prefix], [201, "ci", token.slice(0, 12)]);
      assert.match(token, /^fgt_/);
      assert.ok(!(await admin(s, "GET", "/caller-tokens")).text().includes(token));
      assert.equal((await admin(s, "POST", "/caller-tokens", { name: " " })).status, 422);
      const put = await admin(s, "PUT", `/caller-tokens/${id}`, { enabled: false });
      assert.equal(jsonOf(put).ok, true);
      assert.equal((await asCaller(s, token, "m")).status, 401);
      const gone = await admin(s, "DELETE", `/caller-tokens/${id}`);
      assert.deepEqual([gone.status, gone.text()], [204, ""]);
      assert.equal((await admin(s, "DELETE", `/caller-tokens/${id}`)).status, 404);
    }),
    check("a token's limits and its rotation hold at once", NEEDS, async (s) => {
      const { id, token } = jsonOf(
        await admin(s, "POST", "/caller-tokens", { name: "few", allowed_models: ["sim/small*"] }),
      );
      assert.equal((await asCaller(s, token, "small")).status, 200);
      const refused = await asCaller(s, token, "large");
      assert.equal(refused.status, 403);
      assert.equal(jsonOf(refused).error.code, "model_not_allowed");
      const rotated = jsonOf(await admin(s, "POST", `/caller-tokens/${id}/rotate`));
      assert.equal((await asCaller(s, token, "small")).status, 401);
      assert.equal((await asCaller(s, rotated.token, "small")).status, 200);
      const [shown] = jsonOf(await admin(s, "GET", "/caller-tokens"));
      assert.notEqual(shown.last_used_at, undefined);
    }),
    check("a search uses the stored key; the body's key is a caller token", NEEDS, async (s) => {
      await using server = await startReplayServer({
        body: JSON.stringify({ query: "q", results: [{ title: "One" }] }),
      });
      const { token } = jsonOf(await admin(s, "POST", "/caller-tokens", { name: "agent" }));
      const search = (body: Record<string, unknown>) =>
        rawRequest(`${s.url}/api/search/tavily`, {
          headers: { "content-type": "application/json" },
          body,
        });
      assert.equal((await search({ query: "q" })).status, 401);
      assert.equal((await search({ query: "q", api_key: token })).status, 404);
      const made = await admin(s, "POST", "/search/providers", {
        key_name: "main",
        api_key: TAVILY,
        base_url: `${server.baseUrl}/search`,
      });
      assert.deepEqual([made.status, jsonOf(made).key_masked], [201, "...6789"]);
      const answer = await search({ query: "q", max_results: 2, api_key: token });
      assert.equal(jsonOf(answer).results[0].title, "One");
      const sent = JSON.parse(server.requests.at(-1)?.text() ?? "{}");
      assert.deepEqual([sent.api_key, sent.query, sent.max_results], [TAVILY, "q", 2]);
      assert.equal((await search({ query: "q", max_results: 11, api_key: token })).status, 422);
    }),
  ],
};
