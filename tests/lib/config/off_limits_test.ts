import assert from "node:assert/strict";
import { hostOf, isOffLimits } from "../../../lib/config/off_limits.ts";

Deno.test("hostOf writes each host in one way", () => {
  const cases: [string, string][] = [
    ["http://Example.COM./v1", "example.com"],
    ["http://[FE80::1]:8000/", "fe80::1"],
    ["http://2852039166/", "169.254.169.254"],
    ["http://0xa9.254.43518/", "169.254.169.254"],
  ];
  for (const [url, host] of cases) assert.equal(hostOf(url), host);
});

Deno.test("isOffLimits knows link-local addresses and the metadata services of clouds", () => {
  const hosts = [
    "169.254.1.1",
    "fe80::1",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "fd00:ec2::254",
    "168.63.129.16",
    "metadata",
    "metadata.goog",
    "instance-data.ec2.internal",
  ];
  for (const host of hosts) assert.ok(isOffLimits(host), host);
});

Deno.test("isOffLimits lets everything else be, private networks included", () => {
  const hosts = [
    "127.0.0.1",
    "::1",
    "10.0.0.1",
    "192.168.1.1",
    "api.openai.com",
    "64:ff9b::808:808",
  ];
  for (const host of hosts) assert.ok(!isOffLimits(host), host);
});
