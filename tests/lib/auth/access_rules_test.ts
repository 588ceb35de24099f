import assert from "node:assert/strict";
import {
  type AccessRequest,
  AccessRules,
  type AccessSettings,
} from "../../../lib/auth/access_rules.ts";
import { flowError } from "../../support/flow_error.ts";

const SETTINGS: AccessSettings = {
  mode: "local_only",
  allowedIps: [],
  trustedProxies: [],
  bindHost: "127.0.0.1",
  allowedHosts: [],
  allowedOrigins: ["http://localhost:3000"],
};
const check = (headers: Record<string, string>, change: Partial<AccessRequest> = {}) =>
  new AccessRules(SETTINGS).check({
    peer: "127.0.0.1",
    method: "POST",
    path: "/v1/chat/completions",
    url: "http://127.0.0.1:7798/v1/chat/completions",
    headers: new Headers({ host: "127.0.0.1:7798", ...headers }),
    ...change,
  });

Deno.test("AccessRules let a local tool pass and say where it calls from", () => {
  assert.deepEqual(check({}), { clientIp: "127.0.0.1", crossOrigin: null });
});

Deno.test("AccessRules refuse a foreign address, whatever its headers claim", () => {
  for (const headers of [{}, { "x-forwarded-for": "127.0.0.1" }]) {
    assert.throws(
      () => check(headers, { peer: "203.0.113.9" }),
      flowError("ip_not_allowed", /203\.0\.113\.9 is not allowed/),
    );
  }
  assert.throws(() => check({}, { peer: null }), flowError("ip_not_allowed"));
});

Deno.test("AccessRules refuse a name that was rebound to this machine", () => {
  assert.throws(
    () => check({ host: "evil.example:7798" }),
    flowError("host_not_allowed", /'evil\.example:7798'.*security\.allowed_hosts/),
  );
});

Deno.test("AccessRules take the host from the URL when no header names one", () => {
  const headers = new Headers();

  assert.equal(check({}, { headers }).clientIp, "127.0.0.1");
  assert.throws(
    () => check({}, { headers, url: "http://evil.example/v1/models" }),
    flowError("host_not_allowed"),
  );
});

Deno.test("AccessRules refuse the request of another site's page", () => {
  const requests = [
    { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "cross-site" },
    { origin: "null" },
  ];
  for (const headers of requests) {
    assert.throws(() => check(headers), flowError("origin_not_allowed", /allowed_origins/));
  }
});

Deno.test("AccessRules name the listed origin whose page may read the answer", () => {
  const admission = check({ origin: "http://localhost:3000", "sec-fetch-site": "same-site" });

  assert.equal(admission.crossOrigin, "http://localhost:3000");
  assert.equal(check({ origin: "http://127.0.0.1:7798" }).crossOrigin, null);
});
