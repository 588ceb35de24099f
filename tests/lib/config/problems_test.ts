import assert from "node:assert/strict";
import { configError, problemsOf } from "../../../lib/config/problems.ts";
import { configSchema } from "../../../lib/config/schema.ts";

const texts = (input: unknown) =>
  problemsOf(configSchema.safeParse(input).error?.issues ?? [], input, () => "here")
    .map(({ path, text }) => `${path}: ${text}`);

Deno.test("problemsOf states rule and value", () => {
  const cases: [unknown, string][] = [
    [{ server: { port: 70000 } }, "server.port: must be an integer from 0 to 65535, is 70000"],
    [{ server: { port: 1.5 } }, "server.port: must be an integer from 0 to 65535, is 1.5"],
    [{ server: 5 }, "server: must be a section: a map of keys, is 5"],
    [[], ": must be a section: a map of keys, is []"],
    [
      { security: { allowed_hosts: "a" } },
      'security.allowed_hosts: must be a list, each entry a host name or IP address without port, is "a"',
    ],
    [
      { security: { allowed_hosts: ["a/b"] } },
      'security.allowed_hosts[0]: must be a host name or IP address without port, is "a/b"',
    ],
    [
      { server: { host: null } },
      "server.host: must be an IP address or a host name, but has no value: write one, or remove the key",
    ],
    [
      { providers: { a: { format: "telex" } } },
      "providers.a.format: must be one of auto, openai_chat, openai_responses, " +
      'anthropic_messages, gemini, is "telex"',
    ],
    [
      { providers: { a: { base_url: "http://169.254.169.254/v1" } } },
      "providers.a.base_url: must not be a link-local or cloud-metadata address, where a machine's " +
      "own credentials may be read, unless allow_link_local is true, is " +
      '"http://169.254.169.254/v1"',
    ],
    [
      { smart_router: { tier_boundaries: { simple_medium: 0.9 } } },
      "smart_router.tier_boundaries: must rise: simple_medium <= medium_complex <= complex_reasoning, " +
      'is {"simple_medium":0.9}',
    ],
  ];
  for (const [input, expected] of cases) assert.deepEqual(texts(input), [expected]);
});

Deno.test("problemsOf says what a missing value must be", () => {
  const path = ["server", "port"];
  const issue = { code: "invalid_type" as const, expected: "int" as const, path, message: "" };

  const [problem] = problemsOf([issue], {}, () => "here");

  assert.equal(problem?.text, "is missing: it must be an integer from 0 to 65535");
});

Deno.test("problemsOf proposes the key that was meant", () => {
  const cases: [unknown, RegExp][] = [
    [{ sever: {} }, /^sever: is not a known key; did you mean server\?$/],
    [{ server: { hots: 1 } }, /did you mean server\.host\?$/],
    [{ port: 1 }, /did you mean server\.port\?$/],
    [{ security: { ip_whitelist: { zebra: 1 } } }, /the keys here are enabled, mode, allowed_ips$/],
    [{ providers: { a: { base_url: "http://a", api_key: "x" } } }, /keys live in the vault/],
  ];
  for (const [input, expected] of cases) assert.match(texts(input).join(), expected);
});

Deno.test("problemsOf never shows a secret", () => {
  const secret = "topsecret4711";
  const all = texts({
    smart_router: { mf_embedding_api_key: [secret] },
    unknown: secret,
    server: { host: `sk-proj-${secret.repeat(4)}`.replaceAll("4711", "a b") },
    providers: {
      a: { base_url: `https://me:${secret}@host/v1`, api_key: secret },
      b: { base_url: "http://b", headers: { authorization: secret, "x y": secret } },
      c: { base_url: "http://c", headers: { "x-z": [secret] } },
    },
  });
  assert.equal(all.length, 8);
  assert.ok(!all.join("\n").includes(secret), all.join("\n"));
});

Deno.test("problemsOf shortens long values", () => {
  assert.ok(texts({ server: { host: "a b".repeat(1000) } })[0]!.length < 160);
});

Deno.test("configError counts the problems and leaves out the path of the file as a whole", () => {
  const { code, message } = configError([{ source: "f:1", path: "", text: "not valid YAML" }]);
  assert.equal(code, "config_invalid");
  assert.equal(message, "The configuration is not valid (1 problem):\n  f:1: not valid YAML");
});
