import assert from "node:assert/strict";
import { baseUrlFault, isAddressOrRange, isHost, isOrigin } from "../../../lib/config/addresses.ts";

const table = (check: (value: string) => boolean, good: string[], bad: string[]) => {
  for (const value of good) assert.equal(check(value), true, `${value} should pass`);
  for (const value of bad) assert.equal(check(value), false, `${value} should be refused`);
};

Deno.test("isAddressOrRange takes IPv4, IPv6 and CIDR, host bits included, and nothing lax", () => {
  table(
    isAddressOrRange,
    ["127.0.0.1", "10.1.2.3/8", "::1", "fe80::/10", "::ffff:127.0.0.1", "0.0.0.0/0"],
    [
      "",
      "10.1",
      "010.0.0.1",
      "1.2.3.4/33",
      "::1/129",
      "1.2.3.4/",
      "fe80::1%eth0",
      "localhost",
      "*",
    ],
  );
});

Deno.test("isHost takes names and addresses without scheme, port or wildcard", () => {
  table(
    isHost,
    ["localhost", "router.lan", "my-box", "a_b.example.com", "0.0.0.0", "::", "10.0.0.7"],
    ["", "http://x", "x:80", "[::1]", "*.example.com", "a..b", "-x", "300.1.1.1", "a b", "x/"],
  );
});

Deno.test("isOrigin takes scheme and host of browsers and app shells, nothing after", () => {
  table(
    isOrigin,
    ["http://localhost:3000", "https://a.example", "chrome-extension://abc", "http://[::1]:80"],
    ["", "*", "null", "localhost", "http://x/", "http://x/y", "HTTP://x", "http://a@b", "http://*"],
  );
});

Deno.test("baseUrlFault names what a base URL lacks", () => {
  assert.equal(baseUrlFault("https://api.example.com/v1"), null);
  assert.equal(baseUrlFault("http://127.0.0.1:8000"), null);
  const faults: [string, RegExp][] = [
    ["api.example.com/v1", /a URL such as/],
    ["ftp://example.com", /http or https/],
    ["https://user@example.com", /without user name and password/],
    ["https://:secret@example.com", /without user name and password/],
    ["https://example.com/?key=1", /without query/],
    ["https://example.com/#a", /without query and fragment/],
  ];
  for (const [url, expected] of faults) assert.match(baseUrlFault(url) ?? "", expected, url);
});
