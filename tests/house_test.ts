/** Rules about the house as a whole; `tools/lint/` holds those that one file alone can break. */
import assert from "node:assert/strict";
import { BROWSER_PERMISSION, FOLDER_PERMISSIONS } from "../tools/permissions.ts";
import { PROVIDERS } from "../lib/providers/registry.ts";
import { anchorsIn, linksIn, tasksIn } from "./support/markdown_links.ts";
import {
  exists,
  findCycle,
  holdsTypesOnly,
  importsOf,
  isSource,
  projectFiles,
  read,
  shippedSources,
  TOP_LEVEL,
} from "./support/source_tree.ts";

/** Source files without a mirror test, each with the reason. Files with types only need none. */
const WITHOUT_MIRROR_TEST: Readonly<Record<string, string>> = {
  "lib/cli/main.ts": "the real world: every test in tests/e2e goes through it",
  "lib/cli/stop_signals.ts": "signals to a real process: tests/e2e/durability_test.ts",
  "lib/cli/gateway_process.ts": "the wiring of a real process: every test in tests/e2e",
  "lib/cli/auto_unlock.ts":
    "key file, variable and question at a real start: start_switches_test.ts",
  "lib/cli/commands/start.ts": "a real process: every test in tests/e2e",
};

/** `lib/vault/vault.ts` → `tests/lib/vault/vault_test.ts`. */
const mirrorOf = (path: string): string => `tests/${path.replace(/\.tsx?$/, "_test.ts")}`;

const documents = (): string[] => projectFiles().filter((path) => path.endsWith(".md"));
const denoJson = JSON.parse(read("deno.json"));

Deno.test("every source file in lib/ and routes/ has its mirror test", () => {
  const missing = shippedSources()
    .filter((path) => path.startsWith("lib/") || path.startsWith("routes/"))
    .filter((path) => WITHOUT_MIRROR_TEST[path] === undefined)
    .filter((path) => !exists(mirrorOf(path)) && !holdsTypesOnly(read(path)));

  assert.deepEqual(missing.map((path) => `${path} needs ${mirrorOf(path)}`), []);
});

Deno.test("the list of files without a mirror test names existing files that have none", () => {
  const wrong = Object.keys(WITHOUT_MIRROR_TEST)
    .filter((path) => !exists(path) || exists(mirrorOf(path)));

  assert.deepEqual(wrong, []);
});

Deno.test("no file is longer than 400 lines", () => {
  const long = projectFiles()
    .filter((path) => isSource(path) || /\.(js|css)$/.test(path))
    .map((path) => ({ path, lines: read(path).split("\n").length - 1 }))
    .filter(({ lines }) => lines > 400);

  assert.deepEqual(long, []);
});

Deno.test("no import leads back to where it came from", () => {
  const graph = new Map(shippedSources().map((path) => [path, importsOf(path, read(path))]));

  assert.equal(findCycle(graph)?.join(" → ") ?? null, null);
});

Deno.test("the top level holds what docs/architecture.md names and nothing else", () => {
  const known: readonly string[] = [...TOP_LEVEL.files, ...TOP_LEVEL.folders];
  const tracked = [...Deno.readDirSync(new URL("../", import.meta.url))]
    .map(({ name }) => name)
    .filter((name) => !name.startsWith(".") && !read(".gitignore").includes(name))
    .filter((name) => !/^(data\.db.*|.*\.log|.*\.md\.tmp)$/.test(name));

  assert.deepEqual(tracked.filter((name) => !known.includes(name)), []);
});

Deno.test("dependencies have exact versions, and deno.lock holds each", () => {
  const locked = JSON.parse(read("deno.lock")).specifiers;
  for (const [name, specifier] of Object.entries(denoJson.imports)) {
    assert.match(String(specifier), /^npm:(@[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+(\/.*)?$/, name);
    const version = String(specifier).replace(/^(npm:@?[^@]+@[\d.]+).*$/, "$1");
    assert.ok(version in locked, `deno.lock lacks ${version}: run deno install`);
  }
});

Deno.test("every task says what it is for", () => {
  for (const [name, task] of Object.entries<{ description?: string }>(denoJson.tasks)) {
    assert.ok((task.description ?? "").length > 10, `the task ${name} has no description`);
  }
});

Deno.test("start, open, dev and cli run with exactly the permissions of tools/permissions.ts", () => {
  const flags = FOLDER_PERMISSIONS.map((flag) => flag.replace(/=(.*[*].*)$/, "='$1'")).join(" ");

  assert.equal(denoJson.tasks.start.command, `deno run ${flags} main.ts start`);
  assert.equal(
    denoJson.tasks.open.command,
    `deno run --quiet ${flags} ${BROWSER_PERMISSION} main.ts start --open`,
  );
  assert.equal(denoJson.tasks.dev.command, `deno run --watch ${flags} main.ts start`);
  assert.equal(denoJson.tasks.cli.command, `deno run ${flags} main.ts`);
});

Deno.test("every task that a document names exists", () => {
  const tasks = Object.keys(denoJson.tasks);
  const unknown = documents().flatMap((path) =>
    [...tasksIn(read(path))].filter((task) => !tasks.includes(task)).map((task) =>
      `${path}: deno task ${task}`
    )
  );

  assert.deepEqual(unknown, []);
});

Deno.test("README names the tasks that start and test the product", () => {
  const named = tasksIn(read("README.md"));

  assert.ok(named.has("start") && named.has("test"));
});

Deno.test("every link inside the documents leads somewhere", () => {
  const broken = documents().flatMap((path) =>
    linksIn(read(path)).filter((link) => !/^[a-z]+:/.test(link)).filter((link) => {
      const target = new URL(link, `file:///${path}`);
      const file = decodeURIComponent(target.pathname).slice(1);
      if (!exists(file)) return true;
      return target.hash !== "" && file.endsWith(".md") &&
        !anchorsIn(read(file)).has(decodeURIComponent(target.hash.slice(1)));
    }).map((link) => `${path}: ${link}`)
  );

  assert.deepEqual(broken, []);
});

Deno.test("every provider has a row in README", () => {
  const rows = read("README.md").split("\n").filter((line) => line.startsWith("|"));
  const missing = PROVIDERS.filter(({ id }) => !rows.some((row) => row.includes(`\`${id}\``)));

  assert.deepEqual(missing.map(({ id, name }) => `| ${name} | \`${id}\` |`), []);
});

Deno.test("nothing is left for later, and no check is switched off without a reason", () => {
  const left = /\b(TODO|FIXME|XXX|HACK)\b|@ts-(ignore|nocheck|expect-error)|deno-lint-ignore-file/;
  const unexplained = /deno-lint-ignore(?!.* -- \w)|deno-fmt-ignore-file/;
  const found = projectFiles().filter((path) => path !== "tests/house_test.ts")
    .flatMap((path) =>
      read(path).split("\n").flatMap((line, i) =>
        left.test(line) || unexplained.test(line) ? [`${path}:${i + 1}: ${line.trim()}`] : []
      )
    );

  assert.deepEqual(found, []);
});
