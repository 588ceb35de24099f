/** What operating a real gateway leaves behind: after a restart, and for another process. */
import assert from "node:assert/strict";
import { startSimulator } from "../../bench/simulator/simulator.ts";
import { MASTER_PASSWORD, prepareGatewayFolder } from "../support/gateway_folder.ts";
import { type LiveGateway, startIn, startLiveGateway } from "../support/live_gateway.ts";
import { rawRequest } from "../support/raw_client.ts";
import { waitUntil } from "../support/wait_until.ts";

async function call(
  { url }: LiveGateway,
  bearer: string,
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body?: Readonly<Record<string, unknown>>,
) {
  const answer = await rawRequest(`${url}/api${path}`, {
    method,
    headers: { "content-type": "application/json", authorization: `Bearer ${bearer}` },
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.status, text: answer.text() };
}

async function signIn(gateway: LiveGateway): Promise<string> {
  const { status, text } = await call(gateway, "none", "POST", "/auth/verify", {
    password: MASTER_PASSWORD,
  });
  assert.equal(status, 200, text);
  return JSON.parse(text).token;
}

Deno.test("sessions, admin keys and settings survive a restart", async () => {
  await using folder = await prepareGatewayFolder({ keys: { openai: "a-provider-key" } });
  let session = "";
  let key = "";
  {
    await using gateway = await startIn(folder);
    session = await signIn(gateway);
    const made = await call(gateway, session, "POST", "/admin-keys", {
      name: "ci",
      access: "read",
    });
    key = JSON.parse(made.text).key;
    const list = { mode: "whitelist", allowed_ips: ["10.0.0.0/8"] };
    assert.equal((await call(gateway, session, "PUT", "/security/ip-whitelist", list)).status, 200);
    gateway.signal("SIGTERM");
    assert.equal(await gateway.ended, 0);
  }

  await using again = await startIn(folder);
  assert.equal((await call(again, key, "GET", "/settings")).status, 200);
  const { text } = await call(again, session, "GET", "/security/ip-whitelist");
  assert.deepEqual(JSON.parse(text).data, {
    enabled: true,
    mode: "whitelist",
    allowed_ips: ["10.0.0.0/8"],
  });
});

Deno.test("logging switches hold from the next request on, without a restart", async () => {
  await using simulator = await startSimulator();
  await using gateway = await startLiveGateway({
    providers: { sim: simulator.baseUrl },
    keys: { sim: "a-provider-key" },
  });
  const session = await signIn(gateway);
  const keptBody = async () => {
    const body = { model: "sim/m", messages: [{ role: "user", content: "Hello" }] };
    const answer = await rawRequest(`${gateway.url}/v1/chat/completions`, { body });
    const { id } = await gateway.row(answer.header("x-request-id"));
    const row = await gateway.folder.withStore(({ db }) =>
      db.selectFrom("request_logs").leftJoin(
        "request_bodies",
        "request_bodies.seq",
        "request_logs.seq",
      )
        .select("request_body").where("id", "=", String(id)).executeTakeFirstOrThrow()
    );
    return row.request_body;
  };
  assert.match(await keptBody() ?? "", /Hello/);

  const off = { "logging.log_prompts": false };
  assert.equal((await call(gateway, session, "PUT", "/settings", off)).status, 200);
  assert.equal(await keptBody(), null);
});

Deno.test("what another process deletes is over in a running gateway", async () => {
  await using folder = await prepareGatewayFolder({ keys: { openai: "a-provider-key" } });
  await using gateway = await startIn(folder);
  const session = await signIn(gateway);
  assert.equal((await call(gateway, session, "GET", "/settings")).status, 200);

  await folder.withStore(({ db }) => db.deleteFrom("admin_sessions").execute());

  await waitUntil(
    "the session is over",
    async () => (await call(gateway, session, "GET", "/settings")).status === 401,
  );
});
