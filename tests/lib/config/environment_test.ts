import assert from "node:assert/strict";
import {
  readProcessEnv,
  readSet,
  switchOfText,
  valueOfText,
} from "../../../lib/config/environment.ts";
import type { OptionKind } from "../../../lib/config/option.ts";

Deno.test("valueOfText gives a text the type that its option has", () => {
  const cases: [OptionKind, string, unknown][] = [
    ["integer", "8080", 8080],
    ["integer", "-1", -1],
    ["integer", "abc", "abc"],
    ["integer", "", ""],
    ["integer", "'5'", "'5'"],
    ["integer", "{a: 1}", "{a: 1}"],
    ["number", "0.25", 0.25],
    ["boolean", "true", true],
    ["boolean", "False", false],
    ["boolean", "yes", "yes"],
    ["string", "12345", "12345"],
    ["string", "true", "true"],
    ["list", "a, b,,c ", ["a", "b", "c"]],
    ["list", "", []],
    ["list", '["a", b]', ["a", "b"]],
    ["list", "[a", "[a"],
    ["map", '{"x":{"base_url":"http://h"}}', { x: { base_url: "http://h" } }],
    ["map", "{", "{"],
  ];
  for (const [kind, text, value] of cases) {
    assert.deepEqual(valueOfText(kind, text), value, `${kind} ${text}`);
  }
});

Deno.test("switchOfText knows the words for on and off in any case, and tells the rest apart", () => {
  for (const on of ["1", "true", "YES", "On", " on "]) assert.equal(switchOfText(on), true, on);
  for (const off of ["0", "false", "No", "OFF"]) assert.equal(switchOfText(off), false, off);
  for (const none of [undefined, ""]) assert.equal(switchOfText(none), false);
  for (const odd of ["maybe", "constructor", "2"]) assert.equal(switchOfText(odd), null, odd);
});

Deno.test("readSet takes an empty variable for an unset one", () => {
  const env = (name: string) => ({ FULL: "x", EMPTY: "" })[name];
  assert.deepEqual(["FULL", "EMPTY", "NONE"].map((name) => readSet(env, name)), [
    "x",
    undefined,
    undefined,
  ]);
});

Deno.test({
  name: "readProcessEnv explains a variable that the permissions do not cover",
  permissions: { env: ["FLOWGATE_ALLOWED"] },
  fn: () => {
    assert.equal(readProcessEnv("FLOWGATE_ALLOWED"), undefined);
    assert.throws(() => readProcessEnv("OPENAI_BASE"), {
      code: "config_invalid",
      message:
        /OPENAI_BASE.*Rename it to FLOW_OPENAI_BASE, or start .*--allow-env=FLOW\*,OPENAI_BASE/,
    });
    assert.throws(() => readProcessEnv("FLOWGATE_PORT"), { message: /--allow-env=FLOW\*\./ });
  },
});
