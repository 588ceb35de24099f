/**
 * Installs what the tests need beside Deno: OpenAI's SDK for Python, in `.venv`. Does nothing when
 * it is there. Without Python the tests that need it are skipped, and a line says so; on a build
 * server (CI=true) that is an error.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import {
  isPrepared,
  OPENAI_FOR_PYTHON,
  PREPARED_MARK,
  VENV_FOLDER,
  VENV_PYTHON,
} from "./python_client.ts";

class Unavailable extends Error {}

async function run(program: string, ...args: string[]): Promise<void> {
  const command = [program, ...args].join(" ");
  let output: Deno.CommandOutput;
  try {
    output = await new Deno.Command(program, { args, stdin: "null" }).output();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Unavailable(`${program} is not installed`);
  }
  if (output.success) return;
  const said = new TextDecoder().decode(output.stderr) + new TextDecoder().decode(output.stdout);
  throw new Unavailable(`\`${command}\` ended with ${output.code}: ${said.trim().slice(-600)}`);
}

async function prepare(): Promise<void> {
  if (isPrepared()) return;
  const python = Deno.build.os === "windows" ? "python" : "python3";
  await run(python, "-m", "venv", "--clear", fileURLToPath(VENV_FOLDER));
  const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  await run(fileURLToPath(VENV_PYTHON), ...install, `openai==${OPENAI_FOR_PYTHON}`);
  await Deno.writeTextFile(PREPARED_MARK, OPENAI_FOR_PYTHON);
}

try {
  await prepare();
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  const ci = Deno.env.get("CI") === "true";
  console.error(
    `${ci ? "Cannot run" : "Skipping"} the tests with OpenAI's SDK for Python: ${error.message}. ` +
      "They need python3 with its venv module (Debian: python3-venv) and PyPI.",
  );
  if (ci) Deno.exit(1);
}
