import assert from "node:assert/strict";
import fc from "fast-check";
import { MASK, redact } from "../../../lib/domain/redact.ts";

const A = "Ab3dEf6hIj9lMn2pQr5tUv8xYz1bCd4f"; // 32 letters and digits
const HEX = "0123456789abcdef".repeat(4);
const PEM_BODY = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";

/** [what, text, expected] */
const SHAPES: [string, string, string][] = [
  ["an OpenAI key", `sk-${A}`, "sk-Ab...****"],
  ["an OpenAI key of letters alone", "sk-abcdefghijklmnopqrstuvwxyz", "sk-ab...****"],
  ["an OpenAI project key with - and _", `sk-proj-a1_${A}-_-${A}T3Blbk`, "sk-proj-a1...****"],
  ["an OpenAI service account key", `sk-svcacct-${A}_${A}`, "sk-svcacct-Ab...****"],
  ["an OpenRouter key", `sk-or-v1-${HEX}`, "sk-or-v1-01...****"],
  ["an Anthropic key with _", `sk-ant-api03-x_${A}-AA`, "sk-ant-ap...****"],
  ["a caller token", `fgt_-9${A}_-xyz123456`, "fgt_-9...****"],
  ["an admin token", `fga_${A}`, "fga_Ab...****"],
  ["a Tavily key", `tvly-dev-${A}`, "tvly-dev-Ab...****"],
  ["a Hugging Face token", `hf_${A}`, "hf_Ab...****"],
  ["a GitHub token", `ghp_${A}abcd`, "ghp_Ab...****"],
  ["a GitHub OAuth token", `gho_${A}abcd`, "gho_Ab...****"],
  ["a fine-grained GitHub token", `github_pat_11AB_${A}`, "github_pat_11...****"],
  ["an AWS access key id", "AKIAIOSFODNN7EXAMPLE", "AKIAIO...****"],
  ["a temporary AWS access key id", "ASIAIOSFODNN7EXAMPLE", "ASIAIO...****"],
  ["a Google key with - and _", `AIzaSyA-1_${A}`, "AIzaSy...****"],
  ["a Groq key", `gsk_${A}`, "gsk_Ab...****"],
  ["an xAI key", `xai-${A}`, "xai-Ab...****"],
  ["a Perplexity key", `pplx-${A}`, "pplx-Ab...****"],
  ["a Replicate key", `r8_${A}`, "r8_Ab...****"],
  ["an NVIDIA key", `nvapi-${A}_-${A}`, "nvapi-Ab...****"],
  ["a Fireworks key", `fw_${A}`, "fw_Ab...****"],
  ["a Cerebras key", `csk-${A}`, "csk-Ab...****"],
  ["a Together key", `tgp_v1_${A}`, "tgp_v1_Ab...****"],
  ["a Slack token", `xoxb-123456789012-${A}`, "xoxb-12...****"],
  ["a Stripe key", `sk_live_${A}`, "sk_live_Ab...****"],
  ["a JSON Web Token", `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.${A}`, "eyJhb...****"],
  ["a bearer credential", `Bearer ${A}.x/y+z==`, "Bearer ...****"],
  ["a bearer credential in any case", `bEARER ${A}`, "bEARER ...****"],
  ["a basic credential", "Basic dXNlcjpwYXNzd29yZDEyMw==", "Basic ...****"],
  ["a URL with credentials", "postgres://me:s3cr@t@host/db", "postgres://me:...****@host/db"],
  ["a token as a password of a URL", "https://:abc@host", "https://:...****@host"],
  ["a key in a query", "GET /v1?a=1&key=abc-1&b=2", "GET /v1?a=1&key=...****&b=2"],
  ["an api_key in a query", "https://h/?api_key=zzz#f", "https://h/?api_key=...****#f"],
  ["an Authorization header", "Authorization: Bearer abc", "Authorization: Bearer ...****"],
  ["an Authorization header without a scheme", "authorization:abc x", "authorization:...**** x"],
  ["an x-api-key header", "x-api-key: abc", "x-api-key: ...****"],
  ["an api-key header", "api-key: abc", "api-key: ...****"],
  ["a named hex key", `TOGETHER_API_KEY=${HEX}`, "TOGETHER_API_KEY=...****"],
  ["a variable in capitals", "MISTRAL_TOKEN=abcdef", "MISTRAL_TOKEN=...****"],
  ["an AWS secret", "aws_secret_access_key = wJalr+UtnFEMI/K7", "aws_secret_access_key = ...****"],
  ["a field of JSON", '{"api_key": "a b\\"c", "n": 1}', '{"api_key": "...****", "n": 1}'],
  ["a password of JSON", '{"password":"x"}', '{"password":"...****"}'],
  ["authorization in JSON", '{"authorization":"Basic x"}', '{"authorization":"Basic ...****"}'],
  [
    "a field of JSON inside a JSON string",
    String.raw`{"arguments":"{\"api_key\":\"a\\\"b\",\"n\":1}"}`,
    String.raw`{"arguments":"{\"api_key\":\"...****\",\"n\":1}"}`,
  ],
  ["a field of Python", "{'api_key': 'abc'}", "{'api_key': '...****'}"],
  ["a key behind a JSON escape", `{"a":"x\\nsk-${A}"}`, '{"a":"x\\nsk-Ab...****"}'],
  ["a key behind a Unicode escape", `"\\u003csk-${A}\\u003e"`, '"\\u003csk-Ab...****\\u003e"'],
  ["a key behind a percent escape", `a%20sk-${A}`, "a%20sk-Ab...****"],
  [
    "a whole private key",
    `a -----BEGIN RSA PRIVATE KEY-----\n${PEM_BODY}\n-----END RSA PRIVATE KEY----- b`,
    "a -----BEGIN RSA PRIVATE KEY-----...**** b",
  ],
  [
    "a private key in JSON",
    JSON.stringify({ k: `-----BEGIN PRIVATE KEY-----\n${PEM_BODY}\n-----END PRIVATE KEY-----\n` }),
    '{"k":"-----BEGIN PRIVATE KEY-----...****\\n"}',
  ],
  [
    "a private key that was cut off",
    JSON.stringify({ k: `-----BEGIN PRIVATE KEY-----\n${PEM_BODY}`, b: 1 }),
    '{"k":"-----BEGIN PRIVATE KEY-----...****","b":1}',
  ],
  [
    "an encrypted private key",
    `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0A1B\n\n${PEM_BODY}\n-----END RSA PRIVATE KEY-----`,
    "-----BEGIN RSA PRIVATE KEY-----...****",
  ],
];

for (const [what, text, expected] of SHAPES) {
  Deno.test(`redact cuts ${what}`, () => assert.equal(redact(text), expected));
}

Deno.test("redact leaves prose, code and identifiers alone", () => {
  const harmless = [
    "a task-based-approach-for-large-teams, sk-learn-compatible-estimators",
    "hf_hub_download_from_the_internet(path)",
    "fgt_AbCdEfGh", // a token's printable prefix
    "Basic internationalization of telecommunications",
    "const apiKey = process.env.KEY; call(api_key=get_api_key(), password=password)",
    '{"max_tokens":5,"token":"Hello","logprobs":[{"token":" world","logprob":-0.1}]}',
    '{"password":{"type":"string"},"api_key":null,"authorization":true}',
    "https://example.com:8080/a@b?page_token=abc&monkey=1",
    '{"content":"Enter your password:","role":"user"}',
    '{"content":"say \\"password\\":","role":"user"}',
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
    "-----BEGIN PRIVATE KEY----- is how such a file begins.",
  ];
  for (const text of harmless) assert.equal(redact(text), text);
});

/** Fragments that hit the edges of every rule, to be glued in any order. */
const fragment = fc.constantFrom(
  ...SHAPES.map(([, text]) => text),
  ...'" \\ \n \' ` : = , @ / ? & - . { } [ ] sk- eyJ :// %20 \\n \\" \\u0026 end'.split(" "),
  ..."\"password\": authorization: Authorization:Bearer api_key=\" 'api_key':' basic key".split(
    " ",
  ),
  '"api_key"',
  "password:",
  "-----BEGIN PRIVATE KEY-----",
  "-----END PRIVATE KEY-----",
  MASK,
  A,
);
const nasty = fc.array(fc.oneof(fragment, fc.string({ maxLength: 5 })), { maxLength: 12 })
  .map((parts) => parts.join(""));

Deno.test("redact keeps JSON valid, three strings deep", () => {
  const node = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      nasty,
      fc.constantFrom(null, true, 1.5),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(
        fc.oneof(nasty, fc.constantFrom("password", "api_key", "authorization")),
        tie("value"),
        {
          maxKeys: 4,
        },
      ),
    ),
  })).value;
  const parses = (text: string): unknown => JSON.parse(text);
  fc.assert(
    fc.property(node, fc.boolean(), (value, pretty) => {
      const render = (x: unknown) => JSON.stringify(x, null, pretty ? 2 : 0);
      const inner = render({ value });
      parses(redact(inner));
      const twice = parses(redact(render([inner, 1])));
      assert.ok(Array.isArray(twice) && twice.length === 2 && typeof twice[0] === "string");
      parses(twice[0]);
      const thrice = parses(redact(render([render([inner])])));
      assert.ok(Array.isArray(thrice) && typeof thrice[0] === "string");
      const second = parses(thrice[0]);
      assert.ok(Array.isArray(second) && typeof second[0] === "string");
      parses(second[0]);
    }),
    { numRuns: 3000, seed: 1 },
  );
});

Deno.test("redact changes nothing more when run again", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const once = redact(text);
      assert.equal(redact(once), once);
    }),
    { numRuns: 5000, seed: 1 },
  );
});

Deno.test("redact takes time in proportion to the length of hostile texts", () => {
  const units = [
    "sk-",
    "sk-proj-",
    "ask-",
    "-sk-a1",
    "eyJ",
    ".eyJ",
    "eyJabcdefgh.",
    "hf_",
    "AIza",
    "AKIA",
    "xoxb-a",
    "-----BEGIN PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----MIIEvQIBADANBgkqhkiG9w0B\n",
    "-----END ",
    "Bearer ",
    "basic ",
    "Bearer a.",
    "://",
    "://a:",
    "://a:b",
    "a:b@",
    "?key=",
    "&key=a",
    "\\n",
    "\\",
    '\\\\"',
    "authorization:",
    "authorization: ",
    "Authorization: Bearer ",
    'password="',
    'password:\\"',
    '"password":"',
    "'password':'",
    'password\\\\"=',
    "api_key=a1",
    "A_KEY=",
    "PRIVATE KEY",
    "a",
    "A1",
    " ",
    "\n",
    'password: "\\n',
  ]; // deno-fmt-ignore
  const best = (text: string): number => {
    const times = [0, 1, 2].map(() => {
      const start = performance.now();
      redact(text);
      return performance.now() - start;
    });
    return Math.min(...times);
  };
  for (const unit of units) {
    const small = best(unit.repeat(Math.ceil(62_500 / unit.length)));
    const large = best(unit.repeat(Math.ceil(1_000_000 / unit.length)));
    // 16 times the text: linear work costs 16 times as much, quadratic work 256 times.
    assert.ok(large < 90 * Math.max(small, 0.5), `${JSON.stringify(unit)}: ${small} → ${large} ms`);
  }
});
