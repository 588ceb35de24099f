import assert from "node:assert/strict";
import { IpRules, type IpSettings } from "../../../lib/auth/ip_rules.ts";
import { flowError } from "../../support/flow_error.ts";

const rules = (change: Partial<IpSettings> = {}): IpRules =>
  new IpRules({ mode: "local_only", allowedIps: [], trustedProxies: [], ...change });

Deno.test("IpRules in local_only let this machine in, IPv4-mapped addresses included", () => {
  const local = [
    "127.0.0.1",
    "127.255.0.9",
    "::1",
    "0:0:0:0:0:0:0:1",
    "::ffff:127.0.0.1",
    "::1%lo",
  ];
  const foreign = [
    "10.0.0.1",
    "128.0.0.1",
    "::2",
    "::ffff:10.0.0.1",
    "fe80::1",
    "",
    "localhost",
    "1",
  ];

  for (const ip of local) assert.equal(rules().allows(ip), true, ip);
  for (const ip of foreign) assert.equal(rules().allows(ip), false, ip);
  assert.equal(rules().allows(null), false);
});

Deno.test("IpRules in local_only do not look at the list", () => {
  assert.equal(rules({ allowedIps: ["10.0.0.1"] }).allows("10.0.0.1"), false);
});

Deno.test("IpRules in whitelist let this machine and the list in", () => {
  const allowedIps = ["10.1.2.3/8", "192.0.2.7", "2001:db8::5/32", "::ffff:198.51.100.0/120"];
  const listed = rules({ mode: "whitelist", allowedIps });
  const good = [
    "127.0.0.1",
    "10.255.0.1",
    "192.0.2.7",
    "2001:db8:ffff::1",
    "198.51.100.9",
    "::ffff:10.9.9.9",
  ];
  const bad = ["11.0.0.1", "192.0.2.8", "2001:db9::1", "198.51.101.1", "::a00:1"];

  for (const ip of good) assert.equal(listed.allows(ip), true, ip);
  for (const ip of bad) assert.equal(listed.allows(ip), false, ip);
});

Deno.test("IpRules in open let everybody in, even without an address", () => {
  assert.equal(rules({ mode: "open" }).allows("203.0.113.1"), true);
  assert.equal(rules({ mode: "open" }).allows(null), true);
});

Deno.test("IpRules refuse a list with an entry that is no address", () => {
  const wrong = [
    "",
    "localhost",
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0.0/-1",
    "10.1",
    "::/129",
    "1/2/3",
  ];
  for (const entry of [...wrong, "10.0.0.0/8/9", "::ffff:10.0.0.0/90"]) {
    assert.throws(
      () => rules({ mode: "whitelist", allowedIps: [entry] }),
      flowError("invalid_request", /no IP address/),
      entry,
    );
  }
});

Deno.test("IpRules answer the same when asked again and after many other addresses", () => {
  const local = rules();
  for (let i = 0; i < 10_000; i++) {
    assert.equal(local.allows(`10.0.${i >> 8}.${i & 255}`), false);
    assert.equal(local.allows("127.0.0.1"), true);
  }
});

Deno.test("IpRules believe X-Forwarded-For only from a trusted proxy, and only its last part", () => {
  const table: [string | null, string | null, string | null][] = [
    // nobody is trusted unless listed
    ["203.0.113.9", "127.0.0.1", "203.0.113.9"],
    ["127.0.0.1", "203.0.113.9", "127.0.0.1"],
    // the proxy appends whom it saw: what stands left of it was written by that one
    ["10.0.0.1", "203.0.113.9", "203.0.113.9"],
    ["10.0.0.1", "127.0.0.1, 203.0.113.9", "203.0.113.9"],
    ["10.0.0.1", "127.0.0.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"],
    ["10.0.0.1", "10.0.0.3,10.0.0.2", "10.0.0.3"],
    ["::ffff:10.0.0.1", "203.0.113.9:4711", "203.0.113.9"],
    ["10.0.0.1", "[2001:db8::1]:443", "2001:db8::1"],
    // a proxy that says nothing speaks for itself, one that talks nonsense for nobody
    ["10.0.0.1", null, "10.0.0.1"],
    ["10.0.0.1", "unknown", null],
    ["10.0.0.1", "127.0.0.1, ", null],
    [null, "127.0.0.1", null],
  ];
  const behind = rules({ trustedProxies: ["10.0.0.0/24"] });

  for (const [peer, header, expected] of table) {
    assert.equal(behind.clientIp(peer, () => header), expected, `${peer} ${header}`);
  }
  assert.equal(rules().clientIp("10.0.0.1", () => "127.0.0.1"), "10.0.0.1");
});
