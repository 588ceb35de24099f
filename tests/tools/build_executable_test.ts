import assert from "node:assert/strict";
import { embeds } from "../../tools/build_executable.ts";

const SAID = `Compile dist/flow-router.mjs to flow-router

Embedded Files

flow-router
└── flow-router.mjs (815.03KB)

Files: 816.5KB
`;

Deno.test("embeds finds a file in the tree that deno compile prints", () => {
  assert.equal(embeds(SAID, "flow-router.mjs"), true);
});

Deno.test("embeds is false for another file, and without a tree", () => {
  assert.equal(embeds(SAID, "other.mjs"), false);
  assert.equal(
    embeds("Compile dist/flow-router.mjs\n└── flow-router.mjs (1KB)", "flow-router.mjs"),
    false,
  );
});
