import assert from "node:assert/strict";
import { presentedToken, tokenInUser } from "../../../lib/auth/presented_token.ts";

Deno.test("presentedToken reads Authorization: Bearer, then x-api-key", () => {
  const table: [Record<string, string>, string | null][] = [
    [{}, null],
    [{ authorization: "Bearer fgt_a" }, "fgt_a"],
    [{ authorization: "bearer fgt_a" }, "fgt_a"],
    [{ authorization: "BEARER   fgt_a" }, "fgt_a"],
    [{ "x-api-key": "fgt_b" }, "fgt_b"],
    [{ authorization: "Bearer fgt_a", "x-api-key": "fgt_b" }, "fgt_a"],
    // a wrong token is not forgiven because a right one is elsewhere
    [{ authorization: "Bearer ", "x-api-key": "fgt_b" }, ""],
    [{ authorization: "Bearer a b", "x-api-key": "fgt_b" }, ""],
    [{ authorization: "fgt_a" }, ""],
    [{ authorization: "" }, ""],
    // another scheme is not ours
    [{ authorization: "Basic dTpw", "x-api-key": "fgt_b" }, "fgt_b"],
    [{ authorization: "Basic dTpw" }, null],
  ];
  for (const [headers, expected] of table) {
    assert.equal(presentedToken(new Headers(headers)), expected, JSON.stringify(headers));
  }
});

Deno.test("presentedToken reads Gemini's header and query after all others", () => {
  const url = "http://h/v1beta/models/m:generateContent?alt=sse&key=fgt%5Fd";
  const table: [Record<string, string>, string, string | null][] = [
    [{ "x-goog-api-key": "fgt_c" }, "http://h/", "fgt_c"],
    [{ "x-goog-api-key": "fgt_c" }, url, "fgt_c"],
    [{ "x-api-key": "fgt_b", "x-goog-api-key": "fgt_c" }, url, "fgt_b"],
    [{ authorization: "Bearer fgt_a" }, url, "fgt_a"],
    [{ authorization: "Basic dTpw" }, url, "fgt_d"],
    [{}, url, "fgt_d"],
    [{}, "http://h/v1beta/models?key=", ""],
    [{}, "http://h/v1beta/models?monkey=fgt_d", null],
    [{}, "http://h/key=fgt_d", null],
  ];
  for (const [headers, at, expected] of table) {
    assert.equal(presentedToken(new Headers(headers), at), expected, JSON.stringify(headers) + at);
  }
});

Deno.test("tokenInUser takes a token and leaves an end user's id", () => {
  assert.equal(tokenInUser("fgt_a"), "fgt_a");
  assert.equal(tokenInUser("alice"), null);
  assert.equal(tokenInUser(" fgt_a"), null);
  assert.equal(tokenInUser(null), null);
});
