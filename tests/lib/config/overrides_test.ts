import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { override } from "../../../lib/config/overrides.ts";

const collect = (
  env: Record<string, string>,
  flags: [string, string, string][] = [],
  file: unknown = {},
) => {
  const given = flags.map(([flag, path, text]) => ({ flag, path, text }));
  const { overrides, values, problems } = override(file, given, (name) => env[name]);
  const set = overrides.map((
    { option, value, origin, name },
  ) => [option.path, value, origin, name]);
  return { set, values, problems };
};

Deno.test("override takes a flag before a short variable before the regular one", () => {
  const both = { FLOWGATE_PORT: "1", FLOWGATE_SERVER__PORT: "2" };
  assert.deepEqual(collect(both, [["--port", "server.port", "3"]]).set, [
    ["server.port", 3, "flag", "--port"],
  ]);
  assert.deepEqual(collect(both).set, [["server.port", 1, "environment", "FLOWGATE_PORT"]]);
  assert.deepEqual(collect({ FLOWGATE_SERVER__PORT: "2", FLOWGATE_PORT: "" }).set, [
    ["server.port", 2, "environment", "FLOWGATE_SERVER__PORT"],
  ]);
});

Deno.test("override puts the values over those of the file and keeps the rest", () => {
  const file = { server: { port: 1, host: "h" } };
  assert.deepEqual(
    collect({ FLOWGATE_PORT: "2", FLOWGATE_LOGGING__FORMAT: "json" }, [], file).values,
    {
      server: { port: 2, host: "h" },
      logging: { format: "json" },
    },
  );
  assert.deepEqual(collect({ FLOWGATE_PORT: "2" }, [], { server: 5 }).values, { server: 5 });
});

Deno.test("override obeys the switches of caller tokens: enforcing beats disabling", () => {
  const ENFORCE = "FLOW_LLM_ROUTER_ENFORCE_CALLER_TOKENS";
  const DISABLE = "FLOW_LLM_ROUTER_DISABLE_CALLER_TOKENS";
  const cases: [switches: Record<string, string>, configured: string, result: string][] = [
    [{ [ENFORCE]: "Yes", [DISABLE]: "1" }, "open", "auto"],
    [{ [ENFORCE]: "1" }, "auto", "auto"],
    [{ [ENFORCE]: "1" }, "required", "required"],
    [{ [ENFORCE]: "0", [DISABLE]: "on" }, "required", "open"],
    [{ [ENFORCE]: "", [DISABLE]: "false" }, "required", "required"],
  ];
  for (const [switches, configured, result] of cases) {
    const file = { security: { caller_tokens: configured } };
    assert.deepEqual(collect(switches, [], file).values, { security: { caller_tokens: result } });
    const variable = { ...switches, FLOWGATE_SECURITY__CALLER_TOKENS: configured };
    assert.deepEqual(collect(variable).values, { security: { caller_tokens: result } });
  }
  assert.equal(collect({ [DISABLE]: "1" }).set[0]?.[3], DISABLE);
  assert.deepEqual(collect({ [ENFORCE]: "1" }).set, []);
  assert.match(collect({ [ENFORCE]: "maybe" }).problems[0]?.text ?? "", /must be 1, true.*"maybe"/);
});

Deno.test("override tells once that the environment is closed", () => {
  const closed = () => {
    throw new FlowError("config_invalid", "no permission");
  };
  const { problems } = override({}, [], closed);
  assert.deepEqual(problems.map(({ text }) => text), ["no permission"]);
});
