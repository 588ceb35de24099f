import assert from "node:assert/strict";
import { isFromOwnPage } from "../../../lib/auth/own_page.ts";

const OWN = "http://localhost:7798";

Deno.test("isFromOwnPage takes proof for changes and suffers no other page at all", () => {
  const table: [string, string | null, string | null, boolean][] = [
    // method, Origin, Sec-Fetch-Site
    ["POST", OWN, "same-origin", true],
    ["POST", null, "same-origin", true],
    ["POST", OWN, null, true],
    ["POST", "https://localhost:7798", null, true],
    ["POST", null, null, false],
    ["DELETE", null, null, false],
    ["POST", null, "none", false],
    // Another port of this machine is the same site: SameSite=Strict lets the cookie through.
    ["POST", "http://localhost:3000", "same-site", false],
    ["POST", "http://localhost:3000", null, false],
    ["POST", "https://evil.example", "cross-site", false],
    ["POST", "null", null, false],
    ["POST", OWN, "cross-site", false],
    ["POST", "http://evil.example", "same-origin", false],
    ["GET", null, null, true],
    ["GET", null, "none", true],
    ["GET", null, "same-origin", true],
    ["GET", null, "same-site", false],
    ["GET", null, "cross-site", false],
    ["HEAD", null, null, true],
    ["GET", "http://localhost:3000", null, false],
    ["GET", null, "something-new", false],
  ];
  for (const [method, origin, fetchSite, expected] of table) {
    assert.equal(
      isFromOwnPage({ method, host: "localhost:7798", origin, fetchSite }),
      expected,
      `${method} ${origin} ${fetchSite}`,
    );
  }
});
