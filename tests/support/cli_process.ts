/** The command line as a process of its own, with the permissions of its task. */
import { fileURLToPath } from "node:url";
import { FOLDER_PERMISSIONS } from "../../tools/permissions.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Program and leading arguments for a working directory that is not the clone. */
export const CLI_COMMAND: readonly string[] = [
  Deno.execPath(),
  "run",
  ...FOLDER_PERMISSIONS.map((flag) => flag === "--allow-read=." ? `--allow-read=.,${ROOT}` : flag),
  `${ROOT}main.ts`,
];

/** How a process ended and what it wrote. */
export interface ProcessResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in a folder; without `input` its standard input is closed. */
export async function runCliProcess(
  cwd: string,
  args: readonly string[],
  { input, env = {} }: {
    readonly input?: string;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<ProcessResult> {
  const [program = "", ...leading] = CLI_COMMAND;
  const child = new Deno.Command(program, {
    args: [...leading, ...args],
    cwd,
    env: { NO_COLOR: "1", ...env },
    stdin: input === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  if (input !== undefined) {
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(input));
    await writer.close();
  }
  const { code, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}
