import type { Package } from "./agent.ts";

const SYSTEMS: Readonly<Record<string, string>> = {
  linux: "linux",
  darwin: "darwin",
  windows: "windows",
};
const PROCESSORS: Readonly<Record<string, string>> = { x86_64: "x64", aarch64: "arm64" };

/**
 * The package of an agent that npm keeps one of per platform; null where there is none.
 *
 * @param names what the package calls a system where it is not Deno's name: `{ windows: "win32" }`
 */
export function npmPlatform(
  names: Readonly<Record<string, string>>,
  describe: (platform: string, exe: string) => Package,
): Package | null {
  const { os, arch } = Deno.build;
  const system = SYSTEMS[os];
  const processor = PROCESSORS[arch];
  if (system === undefined || processor === undefined) return null;
  return describe(`${names[os] ?? system}-${processor}`, os === "windows" ? ".exe" : "");
}
