/**
 * Installs agents from npm, outside the repository: none of them is part of this project.
 *
 * @module
 */
import type { Agent } from "./agent.ts";

/** An agent cannot be had here; the message says why. */
export class Unavailable extends Error {}

/** Where installations are kept between runs: `FLOW_AGENTS_CACHE`, else the user's cache folder. */
function cacheFolder(): string {
  const own = Deno.env.get("FLOW_AGENTS_CACHE");
  if (own !== undefined) return own;
  const home = Deno.env.get("HOME") ?? Deno.env.get("USERPROFILE") ?? Deno.cwd();
  return `${Deno.env.get("XDG_CACHE_HOME") ?? `${home}/.cache`}/flow-llm-router/agents`;
}

const INSTALL_MS = 180_000;
const NPM = Deno.build.os === "windows" ? "npm.cmd" : "npm";

/**
 * The path of an agent's program, installed when it is not there. Installation scripts are not run
 * and parts that are optional are left out.
 *
 * @throws Unavailable when there is none for this platform, or npm is missing or fails
 */
export async function install(agent: Agent): Promise<string> {
  if (agent.package === null) {
    throw new Unavailable(`there is no ${agent.title} for ${Deno.build.target}`);
  }
  const { specifier, program } = agent.package;
  const folder = `${cacheFolder()}/${specifier.replaceAll("/", "_")}`;
  // Written last, so that a half-finished installation does not count.
  const mark = `${folder}/installed`;
  if (!await exists(mark)) {
    await Deno.mkdir(folder, { recursive: true });
    console.error(`Installing ${specifier} from npm, once.`);
    await npmInstall(folder, specifier);
    await Deno.writeTextFile(mark, specifier);
  }
  const path = `${folder}/${program}`;
  if (!await exists(path)) throw new Unavailable(`${specifier} holds no ${program}`);
  return path;
}

async function npmInstall(folder: string, specifier: string): Promise<void> {
  const switches = [
    "--ignore-scripts",
    "--omit=optional",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
  const npm = new Deno.Command(NPM, {
    args: ["install", "--prefix", folder, "--no-save", ...switches, specifier],
    // Npm looks for a project from here upwards.
    cwd: folder,
    stdin: "null",
    signal: AbortSignal.timeout(INSTALL_MS),
  });
  let output: Deno.CommandOutput;
  try {
    output = await npm.output();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Unavailable(`${NPM} is not installed`);
  }
  if (output.success) return;
  const said = [output.stdout, output.stderr].map((bytes) => new TextDecoder().decode(bytes));
  throw new Unavailable(`npm cannot install ${specifier}: ${said.join("").trim().slice(-600)}`);
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
