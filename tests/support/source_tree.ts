/**
 * The project's own files, for tests that look at the house as a whole.
 *
 * @module
 */
import { importedPath } from "../../tools/lint/places.ts";

const ROOT = new URL("../../", import.meta.url);
/** What the top level may hold, besides folders whose name starts with a dot. */
export const TOP_LEVEL = {
  folders: ["routes", "lib", "views", "static", "migrations", "tests", "docs", "bench", "tools"],
  files: [
    "deno.json",
    "deno.lock",
    "main.ts",
    "flow_llm_router.yaml.example",
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
  ],
} as const;

export function read(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}

export function exists(path: string): boolean {
  try {
    Deno.statSync(new URL(path, ROOT));
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Paths from the root of all files below a folder; none when there is no such folder. */
export function filesIn(folder: string): string[] {
  if (!exists(folder)) return [];
  return [...Deno.readDirSync(new URL(`${folder}/`, ROOT))]
    .toSorted((a, b) => a.name < b.name ? -1 : 1)
    .flatMap(({ name, isDirectory }) =>
      isDirectory ? filesIn(`${folder}/${name}`) : [`${folder}/${name}`]
    );
}

/** Every file of the project but recorded traffic, which is as others wrote it. */
export function projectFiles(): string[] {
  const folders = [...TOP_LEVEL.folders, ".github", ".ci"].flatMap(filesIn);
  return [...TOP_LEVEL.files.filter(exists), ...folders]
    .filter((path) => !path.startsWith("tests/fixtures/") && !path.startsWith("bench/results/"));
}

export const isSource = (path: string): boolean => /\.tsx?$/.test(path);

/** Source files that are shipped to users. */
export function shippedSources(): string[] {
  const folders = ["routes", "lib", "views", "migrations"].flatMap(filesIn);
  return ["main.ts", ...folders].filter((path) => isSource(path) && exists(path));
}

const COMMENT = /\/\*[^]*?\*\/|^\s*\/\/.*$/gm;
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g;

/** Paths of the files that a source file imports, types and dynamic imports included. */
export function importsOf(path: string, source: string): string[] {
  return [...source.replace(COMMENT, "").matchAll(IMPORT)]
    .map((found) => importedPath(path, found[1] ?? ""))
    .filter((imported) => imported !== null);
}

/** Whether a source file declares types only: there is nothing in it to run. */
export function holdsTypesOnly(source: string): boolean {
  return !/^(export )?(default |async |abstract )*(function|const|let|class|enum)\b/m.test(
    source.replace(COMMENT, ""),
  );
}

/**
 * One cycle in a graph of imports as the paths along it (the first repeated at the end), or null
 * when there is none.
 */
export function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (path: string): string[] | null => {
    if (done.has(path)) return null;
    const seen = trail.indexOf(path);
    if (seen !== -1) return [...trail.slice(seen), path];
    trail.push(path);
    for (const next of graph.get(path) ?? []) {
      const cycle = visit(next);
      if (cycle !== null) return cycle;
    }
    trail.pop();
    done.add(path);
    return null;
  };
  for (const path of graph.keys()) {
    const cycle = visit(path);
    if (cycle !== null) return cycle;
  }
  return null;
}
