/** Who may call: every defence at the real process, over real sockets. */
import assert from "node:assert/strict";
import { startSimulator } from "../../bench/simulator/simulator.ts";
import { errorOf } from "../support/answer_shape.ts";
import { addToken } from "../support/gateway_folder.ts";
import { type LiveGateway, startLiveGateway } from "../support/live_gateway.ts";
import { RawConnection, rawRequest } from "../support/raw_client.ts";
import { waitUntil } from "../support/wait_until.ts";

const CHAT = "/v1/chat/completions";
const BODY = { model: "sim/m", messages: [{ role: "user", content: "Hi" }] };
const EVERYWHERE = ["/", "/health", "/health/ready", "/metrics", "/v1/models", "/api/auth/status"];

type Headers = Readonly<Record<string, string>>;

const post = (gateway: LiveGateway, headers: Headers, body: object = BODY) =>
  rawRequest(gateway.url + CHAT, { headers, body: { ...body } });

/** Status of a chat request, and the code of its error. */
async function verdict(gateway: LiveGateway, headers: Headers): Promise<string> {
  const answer = await post(gateway, headers);
  return answer.status === 200 ? "200" : `${answer.status} ${errorOf(answer.json()).code}`;
}

const HOSTS: readonly (readonly [string, boolean])[] = [
  ["127.0.0.1", true],
  ["127.0.0.1:1", true],
  ["localhost:7798", true],
  ["LocalHost.", true],
  ["[::1]:7798", true],
  ["gateway.lan", true],
  ["evil.example", false],
  ["evil.example:7798", false],
  ["127.0.0.1.evil.example", false],
  ["localhost.evil.example", false],
  ["evil.example#127.0.0.1", false],
  ["127.0.0.1@evil.example", false],
  ["127.0.0.2", false],
  ["2130706433", false],
  ["", false],
];

Deno.test("a name that is not the gateway's own is refused on every path", async (t) => {
  await using simulator = await startSimulator();
  await using gateway = await startLiveGateway({
    providers: { sim: simulator.baseUrl },
    config: { security: { allowed_hosts: ["gateway.lan"] } },
  });

  for (const [host, allowed] of HOSTS) {
    await t.step(`Host: ${host || "(empty)"} ${allowed ? "passes" : "is refused"}`, async () => {
      assert.equal(await verdict(gateway, { host }), allowed ? "200" : "403 host_not_allowed");
      for (const path of EVERYWHERE) {
        const { status } = await rawRequest(gateway.url + path, { headers: { host } });
        assert.equal(status === 403, !allowed, `${path}: ${status}`);
      }
    });
  }

  await t.step("two Host headers do not pass as the right one", async () => {
    for (const [first, second] of [["127.0.0.1", "evil.example"], ["evil.example", "127.0.0.1"]]) {
      using connection = await RawConnection.open(gateway.port);
      await connection.send(
        `GET /v1/models HTTP/1.1\r\nHost: ${first}\r\nHost: ${second}\r\n\r\n`,
      );
      const { status } = await connection.readAnswer();
      assert.ok(status === 400 || status === 403, String(status));
    }
  });
  assert.equal(simulator.requests.length, HOSTS.filter(([, allowed]) => allowed).length);
});

const PAGE = "http://localhost:3000";
const ORIGINS: readonly (readonly [string, Headers, boolean])[] = [
  ["no browser", {}, true],
  ["a page of another site", { origin: "https://evil.example" }, false],
  ["a sandboxed frame", { origin: "null" }, false],
  ["a page on another port of this machine", { origin: "http://127.0.0.1:3000" }, false],
  ["a listed page", { origin: PAGE }, true],
  ["a listed page's name under another scheme", { origin: "https://localhost:3000" }, false],
  ["a page whose name begins like a listed one", { origin: `${PAGE}.evil.example` }, false],
  ["another site without Origin", { "sec-fetch-site": "cross-site" }, false],
  ["a neighbour without Origin", { "sec-fetch-site": "same-site" }, false],
  ["the address bar", { "sec-fetch-site": "none" }, true],
];

Deno.test("web pages may call only when their origin is listed", async (t) => {
  await using simulator = await startSimulator();
  await using gateway = await startLiveGateway({
    providers: { sim: simulator.baseUrl },
    config: { security: { allowed_origins: [PAGE] } },
  });

  for (const [who, headers, allowed] of ORIGINS) {
    await t.step(`${who} ${allowed ? "passes" : "is refused"}`, async () => {
      const answer = await post(gateway, headers);

      assert.equal(answer.status, allowed ? 200 : 403);
      const listed = headers["origin"] === PAGE;
      assert.equal(answer.header("access-control-allow-origin"), listed ? PAGE : null);
      assert.equal(answer.header("access-control-allow-credentials"), null);
      const models = await rawRequest(`${gateway.url}/v1/models`, { headers });
      assert.equal(models.status, allowed ? 200 : 403);
      const setup = await rawRequest(`${gateway.url}/api/auth/setup`, {
        headers: { ...headers, "content-type": "text/plain" },
        body: "{}",
      });
      assert.equal(setup.status === 403, !allowed, "a form of a page reaches the admin API");
    });
  }

  for (const [origin, status] of [[PAGE, 204], ["https://evil.example", 403]] as const) {
    await t.step(`a preflight of ${origin} is answered with ${status}`, async () => {
      const answer = await rawRequest(gateway.url + CHAT, {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": "POST",
          "access-control-request-headers": "authorization",
        },
      });

      assert.equal(answer.status, status);
      assert.equal(answer.header("access-control-allow-origin"), status === 204 ? PAGE : null);
    });
  }
  assert.equal(simulator.requests.length, ORIGINS.filter(([, , allowed]) => allowed).length);
});

const from = (forwarded: string): Headers => ({ "x-forwarded-for": forwarded });

Deno.test("X-Forwarded-For counts from trusted proxies only, and changes apply at once", async (t) => {
  await using simulator = await startSimulator();
  const providers = { sim: simulator.baseUrl };
  await using gateway = await startLiveGateway({ providers });
  const proxied = { server: { trusted_proxies: ["127.0.0.1"] } };

  await t.step("without trusted proxies it is not looked at", async () => {
    assert.equal(await verdict(gateway, from("203.0.113.9")), "200");
    assert.equal(
      await verdict(gateway, { forwarded: "for=203.0.113.9", "x-real-ip": "1.2.3.4" }),
      "200",
    );
  });

  await t.step("a trusted proxy's caller is the one that it saw", async () => {
    await gateway.reconfigure(proxied);
    for (
      const spoof of [
        "203.0.113.9",
        "127.0.0.1, 203.0.113.9",
        "203.0.113.9, 127.0.0.1",
        "::1, 2001:db8::1",
        "banana",
        "",
      ]
    ) {
      assert.equal(
        await verdict(gateway, from(spoof)),
        spoof === "" ? "403 ip_not_allowed" : "403 ip_not_allowed",
        spoof,
      );
    }
    assert.equal(await verdict(gateway, {}), "200");
  });

  await t.step("a whitelist admits what it lists, from the next request on", async () => {
    const ip_whitelist = { mode: "whitelist", allowed_ips: ["203.0.113.0/24", "2001:db8::/32"] };
    await gateway.reconfigure({ ...proxied, security: { ip_whitelist } });
    assert.equal(await verdict(gateway, from("203.0.113.9")), "200");
    assert.equal(await verdict(gateway, from("::ffff:203.0.113.9")), "200");
    assert.equal(await verdict(gateway, from("2001:db8::1")), "200");
    assert.equal(await verdict(gateway, from("198.51.100.7")), "403 ip_not_allowed");
  });

  await t.step("local_only shuts them out again", async () => {
    await gateway.reconfigure(proxied);
    assert.equal(await verdict(gateway, from("203.0.113.9")), "403 ip_not_allowed");
    for (const path of EVERYWHERE) {
      const answer = await rawRequest(gateway.url + path, { headers: from("203.0.113.9") });
      assert.equal(answer.status, 403, path);
    }
  });

  await t.step("a broken configuration changes nothing", async () => {
    await assert.rejects(gateway.reconfigure({ security: { ip_whitelist: { mode: "opne" } } }));
    assert.equal(await verdict(gateway, from("203.0.113.9")), "403 ip_not_allowed");
  });
});

/** Whether this machine can listen on IPv6. */
function hasIpv6(): boolean {
  try {
    Deno.listen({ hostname: "::", port: 0 }).close();
    return true;
  } catch {
    return false;
  }
}

Deno.test({
  name: "this machine is itself under its IPv4-mapped address too",
  ignore: !hasIpv6(),
  async fn() {
    await using simulator = await startSimulator();
    await using gateway = await startLiveGateway({
      providers: { sim: simulator.baseUrl },
      config: { server: { host: "::" } },
    });

    const answer = await rawRequest(`http://127.0.0.1:${gateway.port}${CHAT}`, { body: BODY });

    assert.equal(answer.status, 200);
  },
});

Deno.test("a caller token is needed from the first one on, and stays needed", async (t) => {
  await using simulator = await startSimulator();
  await using gateway = await startLiveGateway({ providers: { sim: simulator.baseUrl } });
  assert.equal(await verdict(gateway, {}), "200");
  const { right, ids } = await gateway.folder.withStore(async (store) => {
    const right = await addToken(store, "right");
    const disabled = await addToken(store, "disabled", { enabled: false });
    const expired = await addToken(store, "expired", { expiresAtMs: Date.now() - 1000 });
    return { right: right.token, ids: { disabled: disabled.token, expired: expired.token } };
  });
  await waitUntil("a token is needed", async () => await verdict(gateway, {}) !== "200", 5000);
  const before = simulator.requests.length;

  const other = right.slice(0, -4) + (right.endsWith("AAAA") ? "BBBB" : "AAAA");
  const cases: readonly (readonly [string, Headers, string])[] = [
    ["none", {}, "401"],
    ["the right one", { authorization: `Bearer ${right}` }, "200"],
    ["the right one, scheme in other case", { authorization: `bearer ${right}` }, "200"],
    ["the right one as x-api-key", { "x-api-key": right }, "200"],
    ["one that differs at its end", { authorization: `Bearer ${other}` }, "401"],
    ["its first characters", { authorization: `Bearer ${right.slice(0, 12)}` }, "401"],
    ["a disabled one", { authorization: `Bearer ${ids.disabled}` }, "401"],
    ["an expired one", { authorization: `Bearer ${ids.expired}` }, "401"],
    ["a wrong one beside the right x-api-key", {
      authorization: `Bearer ${other}`,
      "x-api-key": right,
    }, "401"],
    ["no scheme", { authorization: right }, "401"],
    ["an empty one", { authorization: "Bearer " }, "401"],
  ];
  for (const [what, headers, status] of cases) {
    await t.step(`${what}: ${status}`, async () => {
      assert.equal(
        await verdict(gateway, headers),
        status === "401" ? "401 invalid_api_key" : "200",
      );
    });
  }

  await t.step("in user it counts, and never leaves the gateway", async () => {
    const answer = await post(gateway, {}, { ...BODY, user: right });
    assert.equal(answer.status, 200);
    assert.ok(!simulator.requests.at(-1)?.text().includes("fgt_"));
    const row = await gateway.row(answer.header("x-request-id"));
    assert.equal(row.caller_token_name, "right");
    assert.ok(!JSON.stringify(row).includes(right));
  });

  await t.step("in user it does not make a wrong header right", async () => {
    const answer = await post(gateway, { authorization: "Bearer fgt_x" }, { ...BODY, user: right });
    assert.equal(answer.status, 401);
  });

  await t.step("refused callers reach no provider", () => {
    const passed = cases.filter(([, , status]) => status === "200").length + 1;
    assert.equal(simulator.requests.length - before, passed);
  });

  await t.step("deleting the last one does not open the gateway again", async () => {
    await gateway.folder.withStore(({ db }) => db.deleteFrom("caller_tokens").execute());
    const headers = { authorization: `Bearer ${right}` };
    await waitUntil("it is refused", async () => await verdict(gateway, headers) !== "200", 5000);
    assert.equal(await verdict(gateway, {}), "401 invalid_api_key");
  });

  await t.step("only an explicit switch does", async () => {
    await gateway.reconfigure({ security: { caller_tokens: "open" } });
    assert.equal(await verdict(gateway, {}), "200");
    await gateway.reconfigure({});
    assert.equal(await verdict(gateway, {}), "401 invalid_api_key");
  });
});
