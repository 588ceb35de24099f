import assert from "node:assert/strict";
import { confirm } from "../../../lib/cli/confirm.ts";
import { CliError } from "../../../lib/cli/exit.ts";
import { fakeContext } from "../../support/cli_context.ts";

const cliError = (code: number, message: RegExp) => (thrown: unknown): true => {
  assert.ok(thrown instanceof CliError);
  assert.equal(thrown.exitCode, code);
  assert.match(thrown.message, message);
  return true;
};

Deno.test("confirm goes on with --yes, and when a person says yes", async () => {
  await confirm(fakeContext(), true, "Remove it?");
  const context = fakeContext({ typed: ["y"] });
  await confirm(context, undefined, "Remove it?");
  assert.match(context.shown.stderr, /^Remove it\? \[y\/N\]/);
});

Deno.test("confirm stops when a person says no, or when there is nobody to ask", async () => {
  for (const answer of ["", "n", "maybe"]) {
    const asked = confirm(fakeContext({ typed: [answer] }), undefined, "Remove it?");
    await assert.rejects(asked, cliError(1, /Nothing was changed/));
  }
  const asked = confirm(fakeContext(), undefined, "Remove it?");
  await assert.rejects(asked, cliError(2, /not a terminal.*--yes/));
});
