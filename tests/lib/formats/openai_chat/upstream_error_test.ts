import assert from "node:assert/strict";
import {
  readErrorCode,
  readErrorMessage,
  readErrorText,
  reportsError,
} from "../../../../lib/formats/openai_chat/upstream_error.ts";

const shapes: [who: string, body: unknown, message: string | null, code: string | null][] = [
  [
    "OpenAI",
    { error: { message: "No key", type: "invalid_request_error", code: "invalid_api_key" } },
    "No key",
    "invalid_api_key",
  ],
  [
    "a type without code",
    { error: { message: "Busy", type: "overloaded", code: null } },
    "Busy",
    "overloaded",
  ],
  ["text for error", { error: "model not found" }, "model not found", null],
  [
    "xAI",
    { code: "Client specified an invalid argument", error: "Bad key" },
    "Bad key",
    "Client specified an invalid argument",
  ],
  ["Mistral's text", { detail: "Unauthorized" }, "Unauthorized", null],
  [
    "Mistral's list",
    { detail: [{ msg: "too short" }, { loc: [] }, { msg: "bad" }] },
    "too short; bad",
    null,
  ],
  ["a bare message", { message: "Unauthorized" }, "Unauthorized", null],
  ["vLLM", { object: "error", message: "Too long", code: 400 }, "Too long", null],
  [
    "Gemini's list",
    [{ error: { code: 400, message: "Key not valid", status: "INVALID_ARGUMENT" } }],
    "Key not valid",
    null,
  ],
  [
    "OpenRouter",
    { error: { code: 429, message: "Rate limited", metadata: {} } },
    "Rate limited",
    null,
  ],
  ["an error without message", { error: { status: "X" } }, `{"status":"X"}`, null],
  ["an empty error beside a message", { error: "", message: "Why" }, "Why", null],
  ["nothing known", { ok: false }, null, null],
  ["an empty list", [], null, null],
  ["a number", 5, null, null],
];
for (const [who, body, message, code] of shapes) {
  Deno.test(`readErrorMessage and readErrorCode read the error of ${who}`, () => {
    assert.equal(readErrorMessage(body), message);
    assert.equal(readErrorCode(body), code);
  });
}

const reports: [body: Record<string, unknown>, expected: boolean][] = [
  [{ error: { message: "x" } }, true],
  [{ error: "x" }, true],
  [{ object: "error", message: "x" }, true],
  [{ error: null }, false],
  [{ error: "" }, false],
  [{ object: "chat.completion" }, false],
];
for (const [body, expected] of reports) {
  Deno.test(`reportsError is ${expected} for ${JSON.stringify(body)}`, () => {
    assert.equal(reportsError(body), expected);
  });
}

Deno.test("readErrorText takes JSON apart", () => {
  const text = `{"error":{"message":"Slow down","code":"rate_limit_exceeded"}}`;

  assert.deepEqual(readErrorText(text, 429), {
    isJson: true,
    message: "Slow down",
    code: "rate_limit_exceeded",
  });
});

const plain: [what: string, text: string, message: string][] = [
  [
    "an HTML page",
    "<html><head><title>502 Bad Gateway</title><STYLE>p > b {color:red}</style></head>\n" +
    "<body><script>if (a < b) alert()</script><h1>502</h1><p>nginx</body></html>",
    "502: 502 Bad Gateway 502 nginx",
  ],
  ["text", "upstream connect error", "502: upstream connect error"],
  ["a tag that never ends", "Sorry <a href='", "502: Sorry <a href='"],
  ["a script that never ends", "Sorry <script> var a = 1", "502: Sorry"],
  ["a JSON string", `"nope"`, `502: "nope"`],
  ["nothing", " \n", "502 and no readable body."],
  ["tags only", "<html></html>", "502 and no readable body."],
  ["long text", "ab ".repeat(200), `502: ${"ab ".repeat(100)}…`],
];
for (const [what, text, message] of plain) {
  Deno.test(`readErrorText quotes ${what} in one short line`, () => {
    const read = readErrorText(text, 502);

    assert.deepEqual(read, {
      isJson: false,
      message: `The provider answered with status ${message}`,
      code: null,
    });
  });
}

for (const hostile of ["<", "<script>", "<script", "</", "<style><"]) {
  Deno.test(`readErrorText reads a page of a million times ${hostile} once`, () => {
    assert.equal(readErrorText(hostile.repeat(1_000_000), 500).isJson, false);
  });
}
