import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { collectOverrides, withValue } from "../../../lib/config/overrides.ts";

const collect = (env: Record<string, string>, flags: [string, string, string][] = []) => {
  const given = flags.map(([flag, path, text]) => ({ flag, path, text }));
  const { overrides, problems } = collectOverrides(given, (name) => env[name]);
  return {
    set: overrides.map(({ option, value, origin, name }) => [option.path, value, origin, name]),
    problems,
  };
};

Deno.test("collectOverrides takes a flag before a short variable before the regular one", () => {
  const both = { FLOWGATE_PORT: "1", FLOWGATE_SERVER__PORT: "2" };
  assert.deepEqual(collect(both, [["--port", "server.port", "3"]]).set, [
    ["server.port", 3, "flag", "--port"],
  ]);
  assert.deepEqual(collect(both).set, [["server.port", 1, "environment", "FLOWGATE_PORT"]]);
  assert.deepEqual(collect({ FLOWGATE_SERVER__PORT: "2", FLOWGATE_PORT: "" }).set, [
    ["server.port", 2, "environment", "FLOWGATE_SERVER__PORT"],
  ]);
});

Deno.test("collectOverrides reads the switches of caller tokens: enforce, disable, the option", () => {
  const enforce = "FLOW_LLM_ROUTER_ENFORCE_CALLER_TOKENS";
  const disable = "FLOW_LLM_ROUTER_DISABLE_CALLER_TOKENS";
  const option = "FLOWGATE_SECURITY__CALLER_TOKENS";
  const cases: [Record<string, string>, string | undefined, string | undefined][] = [
    [{ [enforce]: "Yes", [disable]: "1", [option]: "auto" }, "required", enforce],
    [{ [enforce]: "0", [disable]: "on", [option]: "auto" }, "open", disable],
    [{ [enforce]: "", [disable]: "false", [option]: "auto" }, "auto", option],
    [{}, undefined, undefined],
  ];
  for (const [env, value, name] of cases) {
    const [found] = collect(env).set;
    assert.deepEqual([found?.[1], found?.[3]], [value, name]);
  }
  assert.match(collect({ [enforce]: "maybe" }).problems[0]?.text ?? "", /must be 1, true.*"maybe"/);
});

Deno.test("collectOverrides tells once that the environment is closed", () => {
  const closed = () => {
    throw new FlowError("config_invalid", "no permission");
  };
  const { problems } = collectOverrides([], closed);
  assert.deepEqual(problems.map(({ text }) => text), ["no permission"]);
});

Deno.test("withValue sets a value in a copy and makes missing sections", () => {
  const tree = Object.freeze({ server: Object.freeze({ port: 1 }) });
  assert.deepEqual(withValue(tree, ["server", "host"], "h"), { server: { port: 1, host: "h" } });
  assert.deepEqual(withValue({}, ["a", "b", "c"], 1), { a: { b: { c: 1 } } });
});

Deno.test("withValue leaves a section that is no map for the schema to refuse", () => {
  for (const wrong of [5, null, [1], "x"]) {
    assert.deepEqual(withValue({ server: wrong }, ["server", "port"], 1), { server: wrong });
  }
});
