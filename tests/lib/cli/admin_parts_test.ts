import assert from "node:assert/strict";
import { chosenSetupCode } from "../../../lib/cli/admin_parts.ts";

Deno.test("chosenSetupCode is the variable's, and none when it is empty or missing", () => {
  const chosen = (value: string | undefined) =>
    chosenSetupCode({ env: (name) => name === "FLOWGATE_SETUP_CODE" ? value : undefined });

  assert.equal(chosen("ABCD-1234")?.reveal(), "ABCD-1234");
  assert.equal(chosen(""), null);
  assert.equal(chosen(undefined), null);
});
