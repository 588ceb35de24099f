import assert from "node:assert/strict";
import { checkBaseUrl, isLoopback } from "../../../lib/admin/base_url.ts";
import { flowError } from "../../support/flow_error.ts";

Deno.test("checkBaseUrl keeps good URLs, without blanks and slashes at the end", () => {
  const cases = [
    ["https://api.example.com/v1", "https://api.example.com/v1"],
    [" https://api.example.com/v1// ", "https://api.example.com/v1"],
    ["http://127.0.0.1:11434/v1", "http://127.0.0.1:11434/v1"],
    ["http://[::1]:8000", "http://[::1]:8000"],
    ["http://localhost:8000/v1", "http://localhost:8000/v1"],
  ];
  for (const [given, url] of cases) {
    assert.deepEqual(checkBaseUrl(given!, false), { url, warnings: [] });
  }
});

Deno.test("checkBaseUrl warns of plain http to another machine", () => {
  const { url, warnings } = checkBaseUrl("http://10.0.0.5:8000/v1", false);

  assert.equal(url, "http://10.0.0.5:8000/v1");
  assert.match(warnings.join(), /10\.0\.0\.5 are not encrypted/);
});

Deno.test("checkBaseUrl refuses what is no base URL and says what one is", () => {
  const cases: [string, RegExp][] = [
    ["", /must be a URL such as/],
    ["api.example.com", /must be a URL such as/],
    ["ftp://example.com", /http or https/],
    ["https://example.com/v1?key=1", /without query/],
    ["https://example.com/v1#x", /without query and fragment/],
    ["https://example.com/v1/chat/completions", /the part before \/chat\/completions/],
    ["https://example.com/v1/models", /the part before \/models/],
    ["https://example.com/v1/messages", /the part before \/messages/],
    [`https://example.com/${"a".repeat(2048)}`, /at most 2048/],
  ];
  for (const [url, rule] of cases) {
    assert.throws(() => checkBaseUrl(url, true), flowError("invalid_request", rule), url);
  }
});

Deno.test("checkBaseUrl does not repeat a password that stands in a URL", () => {
  assert.throws(() => checkBaseUrl("https://me:hunter2@example.com/v1", false), (error: Error) => {
    assert.match(error.message, /without user name and password/);
    assert.ok(!error.message.includes("hunter2"));
    return true;
  });
});

Deno.test("checkBaseUrl refuses addresses where clouds hand out credentials, unless allowed", () => {
  const hosts = [
    "169.254.169.254",
    "169.254.1.1",
    "2852039166", // 169.254.169.254 as one number
    "0xa9.0xfe.0xa9.0xfe",
    "[fe80::1]",
    "[::ffff:169.254.169.254]",
    "[64:ff9b::a9fe:a9fe]",
    "[fd00:ec2::254]",
    "100.100.100.200",
    "192.0.0.192",
    "168.63.129.16",
    "metadata.google.internal",
    "METADATA.google.internal.",
    "metadata",
    "instance-data",
  ];
  for (const host of hosts) {
    const url = `http://${host}/v1`;
    const refusal = flowError("invalid_request", /link-local or cloud-metadata/);
    assert.throws(() => checkBaseUrl(url, false), refusal, host);
    assert.equal(checkBaseUrl(url, true).url, url);
  }
});

Deno.test("isLoopback knows this machine's names and numbers", () => {
  for (const host of ["localhost", "a.localhost", "127.0.0.1", "127.9.9.9", "::1"]) {
    assert.ok(isLoopback(host), host);
  }
  for (const host of ["localhost.example.com", "10.0.0.1", "0.0.0.0", "::", "example.com"]) {
    assert.ok(!isLoopback(host), host);
  }
});
