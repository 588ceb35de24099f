import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { parseFile } from "../../../lib/config/parse_file.ts";

const env = (name: string) =>
  ({ FLOW_PORT: "8080", FLOW_YES: "true", FLOW_NUM: "123", FLOW_NAME: "box" })[name];
const values = (text: string) => {
  const parsed = parseFile("f.yaml", text, env);
  assert.deepEqual(parsed.problems, []);
  return parsed.values;
};
const problems = (text: string) =>
  parseFile("f.yaml", text, env).problems.map(({ source, path, text }) =>
    `${source} ${path}: ${text}`
  );

Deno.test("parseFile takes empty files and empty sections for empty maps", () => {
  for (const text of ["", "# nothing\n", "---\n", "\uFEFF"]) {
    assert.deepEqual(values(text), {}, text);
  }
  assert.deepEqual(values("server:\nproviders:\n  a:\n    headers:\n"), {
    server: {},
    providers: { a: { headers: {} } },
  });
});

Deno.test("parseFile gives a whole variable the type of its option", () => {
  assert.deepEqual(
    values(`
server: {port: "\${FLOW_PORT}", host: "\${FLOW_NAME}", body_limit_mb: "\${FLOW_NONE:-12}"}
logging:
  log_prompts: \${FLOW_YES}
smart_router:
  mf_embedding_api_key: \${FLOW_NUM}
`),
    {
      server: { port: 8080, host: "box", body_limit_mb: 12 },
      logging: { log_prompts: true },
      smart_router: { mf_embedding_api_key: "123" },
    },
  );
});

Deno.test("parseFile keeps a text with a variable in it a text", () => {
  assert.deepEqual(values("server:\n  port: 1${FLOW_NUM}\n"), { server: { port: "1123" } });
});

Deno.test("parseFile puts variables into lists and for whole lists", () => {
  assert.deepEqual(values("security:\n  allowed_hosts:\n  - ${FLOW_NAME}.lan\n  - ${FLOW_NUM}\n"), {
    security: { allowed_hosts: ["box.lan", "123"] },
  });
  assert.deepEqual(values("security:\n  allowed_hosts: ${FLOW_NONE:-a, b}\n"), {
    security: { allowed_hosts: ["a", "b"] },
  });
});

Deno.test("parseFile leaves an escaped variable literal", () => {
  assert.deepEqual(values("database:\n  path: ./$${FLOW_NAME}.db\n"), {
    database: { path: "./${FLOW_NAME}.db" },
  });
});

Deno.test("parseFile knows the line of every key and list entry", () => {
  const { lineAt } = parseFile("f.yaml", "a:\n  b: 1\n  c:\n    - x\n    - y\n", env);
  const lines = [["a"], ["a", "b"], ["a", "c"], ["a", "c", 1], ["a", "z"]].map(lineAt);
  assert.deepEqual(lines, [1, 2, 3, 5, undefined]);
});

Deno.test("parseFile reports unset and unreadable variables with their line", () => {
  assert.match(
    problems("server:\n  host: ${FLOW_GONE}")[0]!,
    /^f\.yaml:2 server\.host: needs .*FLOW_GONE/,
  );
  const denied = () => {
    throw new FlowError("config_invalid", "no permission for X");
  };
  const { problems: found } = parseFile("f.yaml", "a: 1\nb: ${X}", denied);
  assert.deepEqual(found, [{ source: "f.yaml:2", path: "b", text: "no permission for X" }]);
});

Deno.test("parseFile passes on a defect of the environment that is not ours to explain", () => {
  const broken = () => {
    throw new TypeError("defect");
  };
  assert.throws(() => parseFile("f.yaml", "b: ${X}", broken), TypeError);
});

Deno.test("parseFile names what is wrong with the YAML, and where", () => {
  const cases: [string, RegExp][] = [
    ["a: 1\na: 2", /^f\.yaml:2 .*this key is there twice/],
    ["a: 1\n---\nb: 1", /several documents/],
    ["a:\n\tb: 1", /^f\.yaml:2 .*tab/],
    ["a: [1,\nb: 2", /not valid YAML/],
    ["a: !!js/function x", /not valid YAML: Unresolved tag/],
    ["a:\n - [${X}]", /^f\.yaml:2 .*needs quotes/],
    ["a: &x {c: 1}\nb: *x", /^f\.yaml:2 b: is the YAML alias \*x/],
    ["a: &x {b: *x}", /alias/],
    ["? [a]\n: 1", /key that is not a word/],
  ];
  for (const [text, expected] of cases) assert.match(problems(text)[0] ?? "", expected, text);
});
