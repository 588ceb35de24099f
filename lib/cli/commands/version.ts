/**
 * `flow-router version`
 *
 * @module
 */
import type { RegisterCommand } from "../program.ts";
import { examples, withJson } from "../usage.ts";

/**
 * Tells what is running. With `--json`:
 * `{ schema, version, deno, target, build: "compiled" | "bundle" | "source" }`.
 */
export const registerVersion: RegisterCommand = (program, { output, build }) => {
  const command = withJson(program.command("version"))
    .description("show version, runtime and platform")
    .action(({ json }: { json?: true }) => {
      if (json) return output.json({ ...build });
      output.data(`flow-router ${build.version} deno ${build.deno} ${build.target} ${build.build}`);
    });
  examples(
    command,
    ["flow-router version", "one line"],
    ["flow-router version --json", "the same for programs"],
  );
};
