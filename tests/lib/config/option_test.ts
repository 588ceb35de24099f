import assert from "node:assert/strict";
import {
  choice,
  decimal,
  factsOf,
  integer,
  list,
  section,
  text,
  toggle,
} from "../../../lib/config/option.ts";

const about = "something";

Deno.test("the kinds of options take what their rule says, and have their default", () => {
  const cases = [
    { type: integer(1, 5, 3, { about }), good: [1, 5], bad: [0, 6, 2.5, "3", NaN], fallback: 3 },
    { type: decimal(0, 1, 0.5, { about }), good: [0, 0.1], bad: [-0.1, 1.1, "1"], fallback: 0.5 },
    { type: toggle(true, { about }), good: [true, false], bad: ["true", 1, null], fallback: true },
    { type: choice(["a", "b"], "a", { about }), good: ["a", "b"], bad: ["A", ""], fallback: "a" },
    {
      type: text("x", { about }, "short", (value) => value.length < 3),
      good: ["", "ab"],
      bad: ["abc", 1],
      fallback: "x",
    },
    {
      type: list(["y"], "short", (value) => value.length < 3, { about }),
      good: [[], ["a"]],
      bad: [["abc"], "a", [1]],
      fallback: ["y"],
    },
  ];
  for (const { type, good, bad, fallback } of cases) {
    const { rule } = factsOf(type)!;
    for (const value of good) assert.ok(type.safeParse(value).success, `${rule}: ${value}`);
    for (const value of bad) assert.ok(!type.safeParse(value).success, `${rule}: ${value}`);
    assert.deepEqual(type.parse(undefined), fallback, rule);
  }
});

Deno.test("factsOf gives what was said of an option, and nothing for a section", () => {
  const option = integer(1, 5, 3, { about, unit: "ms", env: ["FLOW_X"], secret: true });
  assert.deepEqual(factsOf(option), {
    kind: "integer",
    rule: "an integer from 1 to 5",
    unit: "ms",
    description: about,
    env: ["FLOW_X"],
    secret: true,
  });
  assert.equal(factsOf(section({ option })), undefined);
});

Deno.test("section refuses keys that it does not know", () => {
  const type = section({ known: toggle(false, { about }) });
  assert.deepEqual(type.parse({}), { known: false });
  assert.ok(!type.safeParse({ other: 1 }).success);
});
