import assert from "node:assert/strict";
import { NO_LABELS, readLabels } from "../../../lib/gateway/labels.ts";
import { flowError } from "../../support/flow_error.ts";

Deno.test("readLabels reads session, user and tags", () => {
  const labels = readLabels(
    new Headers({
      "x-session-id": "s-1",
      "x-user-tag": "anna",
      "x-flow-tags": " team = search,env=prod,, nightly ,eq=a=b,empty=",
    }),
  );

  assert.deepEqual(labels, {
    sessionId: "s-1",
    userTag: "anna",
    tags: { team: "search", env: "prod", nightly: "", eq: "a=b", empty: "" },
  });
});

Deno.test("readLabels takes empty headers for none", () => {
  const headers = new Headers({ "x-session-id": "", "x-user-tag": "", "x-flow-tags": " , " });

  assert.deepEqual(readLabels(headers), NO_LABELS);
  assert.deepEqual(readLabels(new Headers()), NO_LABELS);
});

Deno.test("readLabels knows the sessions of coding agents; x-session-id goes before them", () => {
  const session = (headers: Record<string, string>) => readLabels(new Headers(headers)).sessionId;

  assert.equal(session({ "session-id": "codex" }), "codex");
  assert.equal(session({ "session_id": "older codex" }), "older codex");
  assert.equal(session({ "x-claude-code-session-id": "claude" }), "claude");
  assert.equal(session({ "session-id": "codex", "x-session-id": "own" }), "own");
  assert.equal(session({ "session-id": "codex", "x-session-id": "" }), "codex");
});

Deno.test("readLabels keeps a tag called like a member of every object", () => {
  const { tags } = readLabels(new Headers({ "x-flow-tags": "__proto__=x,constructor=y" }));

  assert.deepEqual(Object.entries(tags ?? {}), [["__proto__", "x"], ["constructor", "y"]]);
});

Deno.test("readLabels refuses a tag without a name", () => {
  assert.throws(
    () => readLabels(new Headers({ "x-flow-tags": "a=b,=c" })),
    flowError("invalid_request", /'=c': write name=value/),
  );
});

Deno.test("readLabels refuses more than 32 tags", () => {
  const tags = (count: number) =>
    new Headers({ "x-flow-tags": Array.from({ length: count }, (_, i) => `t${i}`).join(",") });

  assert.equal(Object.keys(readLabels(tags(32)).tags ?? {}).length, 32);
  assert.throws(() => readLabels(tags(33)), flowError("invalid_request", /holds 33 tags/));
});
