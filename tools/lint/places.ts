// The types of lint plugins (Deno.lint) stand in this library; every rule imports this file.
/// <reference lib="deno.unstable" />
/**
 * Where a file stands in the tree: the rules of this plugin are rules about places.
 *
 * @module
 */

const ROOT = `${import.meta.dirname}`.replaceAll("\\", "/").replace(/tools\/lint$/, "");

/** A file's path from the repository's root with forward slashes: `lib/http/send.ts`. */
export function repositoryPath(filename: string): string {
  const path = filename.replaceAll("\\", "/");
  return path.startsWith(ROOT) ? path.slice(ROOT.length) : path;
}

/**
 * The part of the house that a path belongs to: `lib/http` for anything below it, `routes`,
 * `views`, `main.ts`. Null for a path outside the repository.
 */
export function placeOf(path: string): string | null {
  if (path.startsWith("/") || path.startsWith("../")) return null;
  const [top = "", second] = path.split("/");
  return top === "lib" && second !== undefined ? `lib/${second}` : top;
}

/** Whether a path lies in one of the places. */
export function standsIn(path: string, places: readonly string[]): boolean {
  const place = placeOf(path);
  return place !== null && places.includes(place);
}

/** Code that is not shipped to users: it may touch the system as it likes. */
export const WORKSHOP: readonly string[] = ["tests", "tools", "bench"];

/** The path that a relative import specifier means; null for a package or a built-in module. */
export function importedPath(importer: string, specifier: string): string | null {
  if (!specifier.startsWith(".")) return null;
  return new URL(specifier, `file:///${importer}`).pathname.slice(1);
}
