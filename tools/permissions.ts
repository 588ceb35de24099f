/**
 * What the product may touch. The tasks in deno.json repeat it (a test compares them), the bundle's
 * test and the compiled executables take it from here.
 *
 * @module
 */

/**
 * Environment variables that may be read: ours, those about the terminal, and two that the YAML
 * library asks for. All others, a provider's key among them, stay out of reach.
 */
const ENVIRONMENT = "FLOW*,NO_COLOR,FORCE_COLOR,CLICOLOR_FORCE,TERM,LOG_TOKENS,LOG_STREAM";

/**
 * MiB of V8's nursery in each thread. Its own choice, 16, lets the memory of three threads grow by a
 * hundred megabytes under load and saves some five per cent of the work.
 */
const MEMORY = "--v8-flags=--max-semi-space-size=4";

const COMMON: readonly string[] = [
  "--no-prompt",
  MEMORY,
  "--allow-net",
  `--allow-env=${ENVIRONMENT}`,
];

/** Flags of a gateway that lives in its working directory, configuration and database included. */
export const FOLDER_PERMISSIONS: readonly string[] = [
  ...COMMON,
  "--allow-read=.",
  "--allow-write=.",
];

/**
 * Flags to run the bundle in a working directory and nowhere else, without configuration, packages
 * or remote modules of Deno's. It reads its own file as well, because its threads are started from it.
 *
 * @param bundle path of the bundle
 */
export function bundlePermissions(bundle: string): string[] {
  return [
    "--no-config",
    "--no-npm",
    "--no-remote",
    "--unstable-no-legacy-abort",
    ...COMMON,
    `--allow-read=.,${bundle}`,
    "--allow-write=.",
  ];
}

/** For `start --open`: the programs that open a browser on Linux, macOS and Windows. */
export const BROWSER_PERMISSION = "--allow-run=xdg-open,open,explorer";

/**
 * Flags built into an executable. Where its database lies is for its user to say, so files are open.
 * The only program it may start is the one that opens a browser; it loads no native code.
 *
 * @param opener that program on the target's system
 */
export function executablePermissions(opener: string): string[] {
  return [
    "--no-config",
    "--unstable-no-legacy-abort",
    ...COMMON,
    "--allow-read",
    "--allow-write",
    `--allow-run=${opener}`,
  ];
}
