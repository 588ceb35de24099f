import assert from "node:assert/strict";
import fc from "fast-check";
import { formatJson, formatText, type LogEntry } from "../../../lib/telemetry/log_format.ts";
import { FlowError } from "../../../lib/domain/errors.ts";
import { Secret } from "../../../lib/domain/secret.ts";

const KEY = "sk-proj-Abcdefghij0123456789Abcdefghij0123456789";

const entry = (message: string, fields: Record<string, unknown> = {}): LogEntry => ({
  timestamp: Date.UTC(2026, 0, 31, 12),
  level: "warning",
  message,
  fields,
});
const json = (fields: Record<string, unknown>) => JSON.parse(formatJson(entry("m", fields)));

Deno.test("formatText writes time, level, message and fields in one line", () => {
  assert.equal(
    formatText(entry("Provider failed", { provider: "openai", ms: 12, why: "no route" }), false),
    '2026-01-31T12:00:00.000Z WARNING Provider failed provider=openai ms=12 why="no route"',
  );
});

Deno.test("formatText colours the level only when asked", () => {
  assert.ok(formatText(entry("m"), true).endsWith(" \x1b[33mWARNING\x1b[0m m"));
  assert.ok(!formatText(entry("m"), false).includes("\x1b"));
});

Deno.test("formatText makes control characters visible, so that nobody forges lines", () => {
  const line = formatText(entry("a\nb\x1b[2J", { "n\n": "x\r\u2028y" }), false);
  assert.match(line, /a\\nb\\u001b\[2J n\\n="x\\r\\u2028y"$/);
});

Deno.test("formatJson writes one object that fields cannot overwrite", () => {
  assert.deepEqual(JSON.parse(formatJson(entry("m", { level: "forged", model: "gpt" }))), {
    time: "2026-01-31T12:00:00.000Z",
    level: "warning",
    message: "m",
    field_level: "forged",
    model: "gpt",
  });
});

Deno.test("both formats mask secrets in messages, fields, errors and nested values", () => {
  const cause = new Error(`refused ${KEY}`);
  const fields = {
    text: KEY,
    list: [{ authorization: `Bearer ${KEY}` }],
    error: new FlowError("internal", `failed with ${KEY}`, { cause }),
    long: "x".repeat(8180) + " " + KEY,
    secret: new Secret("very-own-password"),
    api_key: "unrecognisable",
  };
  for (const line of [formatJson(entry(KEY, fields)), formatText(entry(KEY, fields), false)]) {
    assert.ok(!line.includes(KEY.slice(12)), line);
    assert.ok(!line.includes("very-own-password"));
    assert.ok(!line.includes("unrecognisable"));
    assert.match(line, /\[redacted\]/);
  }
});

Deno.test("formatJson shows values of every kind", () => {
  const cyclic: Record<string, unknown> = {};
  cyclic["self"] = cyclic;
  const shown = json({
    big: 5n,
    nan: NaN,
    none: null,
    gone: undefined,
    call: () => 1,
    when: new Date(0),
    bytes: new Uint8Array(3),
    many: Array.from({ length: 60 }, (_, i) => i),
    cyclic,
  });
  assert.deepEqual([shown.big, shown.nan, shown.none, shown.when], [
    "5",
    "NaN",
    null,
    "1970-01-01T00:00:00.000Z",
  ]);
  assert.deepEqual([shown.bytes, shown.many.length, shown.many.at(-1)], [
    "[3 bytes]",
    51,
    "… 10 more",
  ]);
  assert.ok(!("gone" in shown) && !("call" in shown));
  assert.match(JSON.stringify(shown.cyclic), /\[…\]/);
});

Deno.test("formatJson shows the stack of unforeseen errors only", () => {
  assert.match(json({ error: new TypeError("bug") }).error.stack, /log_format_test/);
  const known = json({ error: new FlowError("vault_locked", "locked") }).error;
  assert.deepEqual(known, { name: "FlowError", code: "vault_locked", message: "locked" });
});

Deno.test("formatJson writes valid JSON and formatText one line, whatever the fields", () => {
  fc.assert(
    fc.property(fc.string(), fc.dictionary(fc.string(), fc.anything()), (message, fields) => {
      assert.doesNotThrow(() => JSON.parse(formatJson(entry(message, fields))));
      assert.match(formatText(entry(message, fields), false), /^[^\r\n]+$/);
    }),
  );
});
