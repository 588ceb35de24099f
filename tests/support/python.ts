import { fileURLToPath } from "node:url";
import { isPrepared, VENV_PYTHON } from "../../tools/python_client.ts";

/**
 * The Python interpreter that has OpenAI's SDK, or null where it could not be installed: pass
 * `ignore: PYTHON === null` to the tests that need it. `deno task test` prepares it.
 *
 * @throws Error on a build server (CI=true), where a missing interpreter must not go unseen
 */
export const PYTHON: string | null = findPython();

function findPython(): string | null {
  if (isPrepared()) return fileURLToPath(VENV_PYTHON);
  if (Deno.env.get("CI") === "true") {
    throw new Error(
      "Cannot find OpenAI's SDK for Python: .venv is not prepared. Run `deno task test`.",
    );
  }
  return null;
}
