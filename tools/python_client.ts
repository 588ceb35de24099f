/**
 * The Python interpreter with OpenAI's SDK that some tests talk through.
 *
 * @module
 */

/** OpenAI's SDK for Python, as on PyPI. */
export const OPENAI_FOR_PYTHON = "3.51.0";

const FOLDER = new URL("../.venv/", import.meta.url);
/** Written last, so that a half-finished installation does not count. */
export const PREPARED_MARK = new URL("prepared", FOLDER);
export const VENV_FOLDER = FOLDER;

/** Path of the interpreter inside the virtual environment, whether or not it exists. */
export const VENV_PYTHON = new URL(
  Deno.build.os === "windows" ? "Scripts/python.exe" : "bin/python",
  FOLDER,
);

/** Whether the virtual environment holds the version we want. */
export function isPrepared(): boolean {
  try {
    return Deno.readTextFileSync(PREPARED_MARK) === OPENAI_FOR_PYTHON;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
