/** Who may operate the gateway, and the settings of its security, over `/api`. */
import assert from "node:assert/strict";
import { type RawAnswer, rawRequest } from "../support/raw_client.ts";
import { CHAT, chatBody, check, type CheckGroup, get, post, type Subject } from "./check.ts";

type Admin = Subject & { readonly password: string };
const NEEDS = ["password"] as const;
const LIST = "/api/security/ip-whitelist";
const NOBODY = { authorization: "Basic eDp5" };

/** An answer's JSON, to be looked into. */
// deno-lint-ignore no-explicit-any -- whatever the server under test says
const jsonOf = (answer: RawAnswer): any => JSON.parse(answer.text());

async function signIn(s: Admin): Promise<string> {
  return jsonOf(await post(s, "/api/auth/verify", { password: s.password }, NOBODY)).token;
}

function call(
  { url }: Subject,
  bearer: string,
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body?: Readonly<Record<string, unknown>> | string,
): Promise<RawAnswer> {
  return rawRequest(url + path, {
    method,
    headers: { "content-type": "application/json", authorization: `Bearer ${bearer}` },
    ...(body === undefined ? {} : { body }),
  });
}

export const ADMINISTRATION: CheckGroup = {
  name: "operating the gateway",
  checks: [
    check("health is open and ok", [], async (s) => {
      assert.deepEqual((await get(s, "/api/health", NOBODY)).json(), { status: "ok" });
    }),
    check("nothing but status, setup, verify and health is open", NEEDS, async (s) => {
      const token = await signIn(s);
      const document = jsonOf(await call(s, token, "GET", "/api/openapi.json"));
      for (const [path, methods] of Object.entries(document.paths)) {
        for (const [method, described] of Object.entries(Object(methods))) {
          if (!path.startsWith("/api/") || Object(described).security.length === 0) continue;
          const answer = await rawRequest(s.url + path.replace(/\{\w+\}/g, "1"), {
            method: method.toUpperCase(),
            headers: NOBODY,
          });
          assert.equal(answer.status, 401, `${method} ${path}`);
          assert.equal(typeof jsonOf(answer).detail, "string");
        }
      }
    }),
    check("a wrong token is told before a wrong body", NEEDS, async (s) => {
      const answer = await call(s, "wrong", "PUT", LIST, "{");
      assert.equal(answer.status, 401);
      assert.equal(typeof jsonOf(answer).detail, "string");
    }),
    check(
      "the IP list needs an administrator, and shows mode, list and switch",
      NEEDS,
      async (s) => {
        assert.equal((await get(s, LIST, NOBODY)).status, 401);
        const { success, data } = jsonOf(await call(s, await signIn(s), "GET", LIST));
        assert.equal(success, true);
        assert.deepEqual(Object.keys(data).sort(), ["allowed_ips", "enabled", "mode"]);
      },
    ),
    check("changes of the IP list echo and read back; a bad mode is a 422", NEEDS, async (s) => {
      const token = await signIn(s);
      const { data: before } = jsonOf(await call(s, token, "GET", LIST));
      const change = { mode: "whitelist", allowed_ips: ["127.0.0.1", "10.0.0.0/8"] };
      const changed = jsonOf(await call(s, token, "PUT", LIST, change));
      assert.deepEqual(changed, { success: true, data: { ...before, ...change } });
      assert.deepEqual(jsonOf(await call(s, token, "GET", LIST)).data, { ...before, ...change });

      const bad = await call(s, token, "PUT", LIST, { mode: "everybody" });
      assert.equal(bad.status, 422);
      assert.equal(jsonOf(bad).success, false);
      assert.equal(typeof jsonOf(bad).error, "string");
      await call(s, token, "PUT", LIST, before);
    }),
    check("the IP list takes effect at once", ["password", "believesUs"], async (s) => {
      const token = await signIn(s);
      const from = { "x-forwarded-for": "203.0.113.9" };
      assert.equal((await get(s, "/api/health", from)).status, 200);

      await call(s, token, "PUT", LIST, { allowed_ips: ["192.0.2.0/24"] });
      assert.equal((await get(s, "/api/health", from)).status, 403);
      await call(s, token, "PUT", LIST, { allowed_ips: ["203.0.113.0/24"] });
      assert.equal((await get(s, "/api/health", from)).status, 200);
    }),
    check("a caller token operates nothing", ["password", "token"], async (s) => {
      assert.equal((await call(s, s.token, "GET", "/api/settings")).status, 401);
    }),
    check("admin credentials are no caller tokens", ["password", "token"], async (s) => {
      const session = await signIn(s);
      const body = { name: `conformance ${crypto.randomUUID()}`, access: "full" };
      const { id, key } = jsonOf(await call(s, session, "POST", "/api/admin-keys", body));
      for (const credential of [session, key]) {
        const authorization = `Bearer ${credential}`;
        const answer = await post(s, CHAT, chatBody("m"), { authorization });
        assert.equal(answer.status, 401);
      }
      assert.equal((await call(s, session, "DELETE", `/api/admin-keys/${id}`)).status, 204);
    }),
    check("unknown members are refused by name", NEEDS, async (s) => {
      const token = await signIn(s);
      const body = { name: "x", access: "read", is_admin: true };
      const answer = await call(s, token, "POST", "/api/admin-keys", body);
      assert.equal(answer.status, 422);
      assert.match(answer.text(), /is_admin/);
    }),
    check("signing out ends the session", NEEDS, async (s) => {
      const token = await signIn(s);
      assert.equal((await call(s, token, "POST", "/api/auth/logout")).status, 200);
      assert.equal((await call(s, token, "GET", "/api/settings")).status, 401);
    }),
    check("where the server listens is told to administrators", NEEDS, async (s) => {
      const config = jsonOf(await call(s, await signIn(s), "GET", "/api/server-config"));
      assert.deepEqual(Object.keys(config).sort(), ["allowed_ips", "host", "ip_mode", "port"]);
      assert.equal(config.port, Number(new URL(s.url).port));
    }),
    check("no path leads out of the server's own files", [], async (s) => {
      for (
        const path of [
          "/..%2f..%2f..%2f..%2fetc%2fpasswd",
          "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
          "/..\\..\\etc\\passwd",
          "//etc/passwd",
          "/api/..%2fdata.db",
          "/api/%2e%2e%2fflow_llm_router.yaml",
          "/static/..%2f..%2fmain.ts",
        ]
      ) {
        const answer = await get(s, path, NOBODY);
        assert.equal(answer.status, 404, path);
        assert.doesNotMatch(answer.text(), /root:|SQLite|providers:|import /);
      }
    }),
  ],
};
