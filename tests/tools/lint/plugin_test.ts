/// <reference lib="deno.unstable" />
import assert from "node:assert/strict";
import plugin from "../../../tools/lint/plugin.ts";

const ROOT = `${import.meta.dirname}/`.replace(/tests\/tools\/lint\/$/, "");

/** The ids of the rules that a source breaks when it stands at a path. */
function broken(path: string, source: string): string[] {
  return Deno.lint.runPlugin(plugin, ROOT + path, source).map((one) =>
    one.id.replace("house/", "")
  );
}

interface Case {
  readonly path: string;
  readonly source: string;
  readonly breaks: readonly string[];
}

function table(title: string, cases: readonly Case[]): void {
  for (const { path, source, breaks } of cases) {
    const verdict = breaks.length === 0 ? "accepts" : "refuses";
    Deno.test(`${title} ${verdict} \`${source}\` in ${path}`, () => {
      assert.deepEqual(broken(path, source), breaks);
    });
  }
}

const refusedBy = (rule: string) => (path: string, source: string): Case => ({
  path,
  source,
  breaks: [rule],
});
const accepted = (path: string, source: string): Case => ({ path, source, breaks: [] });

const layering = refusedBy("layering");
table("layering", [
  accepted("lib/domain/a.ts", `import { b } from "./b.ts";`),
  layering("lib/domain/a.ts", `import { b } from "../config/b.ts";`),
  layering("lib/domain/a.ts", `import type { z } from "zod";`),
  layering("lib/domain/a.ts", `import { inspect } from "node:util";`),
  accepted("lib/formats/openai_chat/a.ts", `import { b } from "../sse.ts";`),
  accepted("lib/config/a.ts", `import { b } from "../domain/b.ts"; import { parse } from "yaml";`),
  layering("lib/http/a.ts", `import { b } from "../telemetry/b.ts";`),
  layering("lib/vault/a.ts", `import type { b } from "../store/b.ts";`),
  accepted("lib/store/a.ts", `import * as first from "../../migrations/0001_first.ts";`),
  layering("lib/usage/a.ts", `import * as first from "../../migrations/0001_first.ts";`),
  accepted("lib/auth/a.ts", `import type { Store } from "../store/store.ts";`),
  accepted("lib/auth/a.ts", `import { type Store } from "../store/store.ts";`),
  layering("lib/auth/a.ts", `import { type Store, openStore } from "../store/store.ts";`),
  layering("lib/jobs/a.ts", `import "../store/store.ts";`),
  layering("lib/usage/a.ts", `export { b } from "../gateway/b.ts"; export const c = 1;`),
  layering("lib/usage/a.ts", `export const b = await import("../gateway/b.ts");`),
  layering("lib/usage/a.ts", `export type B = import("../gateway/b.ts").B;`),
  accepted("lib/gateway/a.ts", `import { b } from "../store/b.ts";`),
  layering("lib/gateway/a.ts", `import { b } from "../admin/b.ts";`),
  layering("lib/gateway/a.ts", `import { b } from "../../routes/b.ts";`),
  accepted("routes/v1/a.ts", `import { b } from "../../lib/gateway/b.ts";`),
  layering("routes/v1/a.ts", `import { b } from "../../lib/store/b.ts";`),
  layering("views/pages/a.tsx", `import { b } from "../../lib/admin/b.ts";`),
  layering("migrations/0001_a.ts", `import { b } from "../lib/domain/b.ts";`),
  accepted("main.ts", `await import("./lib/cli/program.ts");`),
  layering("main.ts", `await import("./lib/gateway/handle.ts");`),
  accepted("lib/cli/start.ts", `import { b } from "../../routes/app.ts";`),
  accepted("lib/cli/a.ts", `import deno from "../../deno.json" with { type: "json" };`),
  layering("lib/cli/start.ts", `import { b } from "../../tests/support/b.ts";`),
  layering("lib/cli/start.ts", `import { b } from "../../main.ts";`),
  accepted("tests/lib/a_test.ts", `import { b } from "../../lib/domain/b.ts";`),
  layering("lib/nowhere/a.ts", `export const a = 1;`),
]);

const deno = refusedBy("no-deno");
table("no-deno", [
  deno("lib/auth/a.ts", `export const a = (addr: Deno.NetAddr) => addr.hostname;`),
  deno("routes/app.ts", `export const a = Deno.env;`),
  deno("routes/app.ts", `export const a = globalThis.Deno;`),
  deno("lib/gateway/a.ts", `const { env } = Deno; export const a = env;`),
  accepted("lib/auth/a.ts", `export const a = { Deno: 1 }; export const b = a.Deno;`),
  accepted("lib/auth/a.ts", `export const a = "Deno";`),
  ...["main.ts", "lib/cli/a.ts", "lib/config/a.ts", "lib/store/a.ts", "lib/telemetry/a.ts"]
    .map((path) => accepted(path, `export const a = Deno.env;`)),
]);

const system = refusedBy("no-system-modules");
table("no-system-modules", [
  system("lib/usage/a.ts", `import { readFileSync } from "node:fs";`),
  system("lib/gateway/a.ts", `import process from "node:process";`),
  accepted("lib/store/a.ts", `import { DatabaseSync } from "node:sqlite";`),
  accepted("lib/auth/a.ts", `import { timingSafeEqual } from "node:crypto";`),
]);

const fetching = refusedBy("no-fetch");
table("no-fetch", [
  fetching("lib/gateway/a.ts", `export const a = await fetch("http://127.0.0.1");`),
  fetching("lib/gateway/a.ts", `export const a = globalThis.fetch;`),
  fetching("lib/cli/a.ts", `export const a = { send: fetch };`),
  accepted("lib/gateway/a.ts", `export type Send = typeof fetch;`),
  accepted("routes/app.ts", `export const a = (app: { fetch(): void }) => app.fetch();`),
  accepted("lib/http/send.ts", `export const a = await fetch("http://127.0.0.1");`),
]);

const talking = refusedBy("no-console");
table("no-console", [
  talking("lib/gateway/a.ts", `console.error("x");`),
  accepted("lib/telemetry/a.ts", `console.error("x");`),
  accepted("lib/cli/a.ts", `console.log("x");`),
]);

const ambient = refusedBy("no-ambient");
table("no-ambient", [
  ...[
    `export const a = Date.now();`,
    `export const a = { now: Date.now };`,
    `export const a = new Date();`,
    `export const a = Date();`,
    `export const a = performance.now();`,
    `export const a = Math.random();`,
    `export const a = crypto.getRandomValues(new Uint8Array(1));`,
    `export const a = crypto.randomUUID();`,
    `export const a = globalThis.crypto.randomUUID();`,
    `import { randomBytes } from "node:crypto"; export const a = randomBytes(1);`,
  ].map((source) => ambient("lib/vault/a.ts", source)),
  ambient("lib/store/a.ts", `export const a = Date.now();`),
  accepted("lib/vault/a.ts", `export const a = (ms: number) => new Date(ms);`),
  accepted("lib/vault/a.ts", `export const a = crypto.subtle;`),
  accepted("lib/cli/real_world.ts", `export const a = Date.now();`),
  accepted("tests/a_test.ts", `export const a = Math.random();`),
]);

const header = refusedBy("htmx-headers");
table("htmx-headers", [
  header("routes/admin/a.ts", `export const a = "HX-Request-Type";`),
  header("lib/admin/a.ts", "export const a = (b: string) => `HX-${b}`;"),
  accepted("routes/htmx.ts", `export const a = "HX-Request-Type";`),
  accepted("views/a.tsx", `export const a = <p hx-get="/x">x</p>;`),
]);

const markup = refusedBy("csp-safe-markup");
table("csp-safe-markup", [
  markup("views/a.tsx", `export const a = <p style="color:red">x</p>;`),
  markup("views/a.tsx", `export const a = <p style={{ color: "red" }}>x</p>;`),
  markup("views/a.tsx", `export const a = <p hx-on:click="x()">x</p>;`),
  markup("views/a.tsx", `export const a = <p onClick={x}>x</p>;`),
  markup("views/a.tsx", `export const a = <p hx-vals="js:{a: 1}">x</p>;`),
  markup("views/a.tsx", `export const a = <p hx-trigger="click[ctrlKey]">x</p>;`),
  accepted("views/a.tsx", `export const a = <p class="red" hx-trigger="click">x</p>;`),
]);

const naming = refusedBy("telling-names");
table("telling-names", [
  naming("lib/gateway/utils.ts", `export const a = 1;`),
  naming("lib/gateway/stream_helpers.ts", `export const a = 1;`),
  naming("tests/common/a.ts", `export const a = 1;`),
  naming("lib/store/connection_manager.ts", `export const a = 1;`),
  naming("lib/admin/key-service.ts", `export const a = 1;`),
  accepted("lib/gateway/commonality.ts", `export const a = 1;`),
]);

const barrel = refusedBy("no-barrels");
table("no-barrels", [
  barrel("lib/usage/a.ts", `export { b } from "./b.ts"; export type { c } from "./c.ts";`),
  barrel("lib/usage/a.ts", `import { b } from "./b.ts"; export { b };`),
  barrel("lib/usage/a.ts", `export const a = 1; export * from "./b.ts";`),
  accepted("lib/usage/a.ts", `export { b } from "./b.ts"; export const c = 1;`),
  accepted("tests/all.ts", `import "./a_test.ts";`),
]);

Deno.test("layering names the place, the rule and where to read it", () => {
  const [found] = Deno.lint.runPlugin(
    plugin,
    ROOT + "lib/vault/a.ts",
    `import { b } from "../store/b.ts";`,
  );

  assert.equal(
    found?.message,
    `Cannot import "../store/b.ts": lib/vault may not import from lib/store; ` +
      `it may import lib/domain.`,
  );
  assert.match(found?.hint ?? "", /docs\/architecture\.md/);
});
