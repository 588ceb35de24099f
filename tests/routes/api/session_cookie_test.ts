import assert from "node:assert/strict";
import { Hono } from "hono";
import type { Presented } from "../../../lib/admin/admin_gate.ts";
import { Secret } from "../../../lib/domain/secret.ts";
import { giveCookie, presentedBy, takeCookie } from "../../../routes/api/session_cookie.ts";
import type { AppEnv } from "../../../routes/env.ts";

async function shown(headers: Record<string, string>): Promise<Presented> {
  const app = new Hono<AppEnv>();
  app.get("/", (c) => c.json(presentedBy(c)));
  return await (await app.request("http://localhost:7798/", { headers })).json();
}

Deno.test("presentedBy reads the bearer in any case, and only a bearer", async () => {
  const table: [string, string | null][] = [
    ["Bearer abc", "abc"],
    ["bearer  abc ", "abc"],
    ["Bearer", null],
    ["Basic abc", null],
    ["abc", null],
  ];
  for (const [authorization, bearer] of table) {
    assert.equal((await shown({ authorization })).bearer, bearer, authorization);
  }
});

Deno.test("presentedBy reads the cookie and where the request comes from", async () => {
  const presented = await shown({
    cookie: "other=1; flow_admin=abc; more=2",
    origin: "http://localhost:7798",
    "sec-fetch-site": "same-origin",
  });

  assert.deepEqual(presented, {
    bearer: null,
    cookie: "abc",
    clientIp: null,
    method: "GET",
    host: "localhost:7798",
    origin: "http://localhost:7798",
    fetchSite: "same-origin",
  });
});

Deno.test("giveCookie is Secure where the browser speaks https", async () => {
  const app = new Hono<AppEnv>();
  app.get("/", (c) => {
    giveCookie(c, new Secret("abc"));
    return c.body(null);
  });
  const given = async (url: string, headers: Record<string, string> = {}) =>
    (await app.request(url, { headers })).headers.get("set-cookie") ?? "";

  assert.equal(
    await given("http://localhost/"),
    "flow_admin=abc; Path=/; HttpOnly; SameSite=Strict",
  );
  assert.match(await given("https://gw.example/"), /; Secure/);
  assert.match(await given("http://gw/", { "x-forwarded-proto": "https" }), /; Secure/);
  assert.match(await given("http://gw/", { origin: "https://gw" }), /; Secure/);
});

Deno.test("takeCookie lets it end at once", async () => {
  const app = new Hono<AppEnv>();
  app.get("/", (c) => {
    takeCookie(c);
    return c.body(null);
  });

  const cookie = (await app.request("/")).headers.get("set-cookie") ?? "";
  assert.match(cookie, /^flow_admin=; Max-Age=0; Path=\/; HttpOnly/);
});
