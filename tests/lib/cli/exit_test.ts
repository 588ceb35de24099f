import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { CliError, EXIT, exitCodeOf, OutputClosed } from "../../../lib/cli/exit.ts";

Deno.test("exitCodeOf gives each kind of end its documented code", () => {
  const cases: [unknown, number][] = [
    [new CliError(EXIT.usage, "m"), 2],
    [new FlowError("config_invalid", "m"), 3],
    [new FlowError("vault_locked", "m"), 4],
    [new FlowError("wrong_password", "m"), 4],
    [new FlowError("vault_not_initialized", "m"), 4],
    [new CliError(EXIT.unreachable, "m"), 5],
    [new CliError(EXIT.inUse, "m"), 6],
    [new CliError(EXIT.interrupted, "m"), 130],
    [new FlowError("database_error", "m"), 1],
    [new TypeError("defect"), 1],
    ["thrown text", 1],
    [new OutputClosed(), 0],
  ];
  for (const [thrown, code] of cases) assert.equal(exitCodeOf(thrown), code, String(thrown));
});
