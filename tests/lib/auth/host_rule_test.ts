import assert from "node:assert/strict";
import { HostRule } from "../../../lib/auth/host_rule.ts";

Deno.test("HostRule knows this machine, the bound host and the listed names, at any port", () => {
  const rule = new HostRule("192.0.2.1", ["gateway.lan", "2001:db8::1"]);
  const ours = [
    "localhost",
    "localhost:7798",
    "LOCALHOST:80",
    "localhost.:7798",
    "127.0.0.1:7798",
    "[::1]:7798",
    "[0:0:0:0:0:0:0:1]",
    "192.0.2.1:7798",
    "Gateway.LAN",
    "[2001:db8:0::1]:80",
  ];

  for (const host of ours) assert.equal(rule.allows(host), true, host);
});

Deno.test("HostRule refuses every other name: it may point here by DNS rebinding", () => {
  const rule = new HostRule("127.0.0.1", []);
  const others = [
    "evil.example",
    "evil.example:7798",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "evil@localhost",
    "localhost:7798:evil.example",
    "localhost/evil",
    "127.0.0.2",
    "192.0.2.1",
    "[::2]",
    "",
    ":7798",
  ];

  for (const host of others) assert.equal(rule.allows(host), false, host);
});

Deno.test("HostRule takes any address, but no name, when bound to every interface", () => {
  for (const bindHost of ["0.0.0.0", "::"]) {
    const rule = new HostRule(bindHost, []);
    for (const host of ["192.0.2.1:7798", "[2001:db8::1]:7798"]) {
      assert.equal(rule.allows(host), true);
    }
    for (const host of ["evil.example:7798", "1", "0x7f.1"]) assert.equal(rule.allows(host), false);
  }
});

Deno.test("HostRule answers the same when asked again and after many other names", () => {
  const rule = new HostRule("127.0.0.1", []);
  for (let i = 0; i < 3000; i++) {
    assert.equal(rule.allows(`h${i}.example`), false);
    assert.equal(rule.allows("localhost"), true);
  }
});
