import assert from "node:assert/strict";
import { configSchema } from "../../../lib/config/schema.ts";
import { formatPath, keysBelow, kindAt, optionAt, OPTIONS } from "../../../lib/config/options.ts";

Deno.test("OPTIONS has every leaf of the default configuration, with its default", () => {
  const leaves: string[] = [];
  const visit = (value: unknown, path: string) => {
    const inner = typeof value === "object" && value !== null && !Array.isArray(value);
    if (!inner || ["providers", "fallbacks", "smart_router.aliases"].includes(path)) {
      leaves.push(path);
    } else {for (const [key, child] of Object.entries(value)) {
        visit(child, path ? `${path}.${key}` : key);
      }}
  };
  const defaults = configSchema.parse({});
  visit(defaults, "");
  assert.deepEqual(
    OPTIONS.filter(({ keys }) => !keys.includes("*")).map(({ path }) => path),
    leaves,
  );
  for (const { keys, path, default: fallback } of OPTIONS) {
    if (keys.includes("*")) continue;
    assert.deepEqual(
      keys.reduce<unknown>((v, key) => Reflect.get(Object(v), key), defaults),
      fallback,
      path,
    );
  }
});

Deno.test("OPTIONS describes each option in one line and states its rule", () => {
  for (const { path, description, rule } of OPTIONS) {
    assert.match(description, /^[^\n]{8,90}$/, path);
    assert.notEqual(rule, "", path);
  }
});

Deno.test("OPTIONS names the variables of each option, strongest first, none twice", () => {
  const env = (path: string) => OPTIONS.find((option) => option.path === path)?.env;
  assert.deepEqual(env("server.port"), ["FLOWGATE_PORT", "FLOWGATE_SERVER__PORT"]);
  assert.deepEqual(env("security.ip_whitelist.mode"), ["FLOWGATE_SECURITY__IP_WHITELIST__MODE"]);
  assert.deepEqual(env("providers"), ["FLOWGATE_PROVIDERS"]);
  assert.deepEqual(env("providers.*.base_url"), []);
  const all = OPTIONS.flatMap(({ env }) => env);
  assert.equal(new Set(all).size, all.length);
  for (const name of all) assert.match(name, /^FLOW[A-Z_]+$/);
});

Deno.test("optionAt finds the option that a path is or lies inside", () => {
  const cases: [(string | number)[], string | undefined][] = [
    [["server", "port"], "server.port"],
    [["security", "allowed_hosts", 2], "security.allowed_hosts"],
    [["providers", "x", "base_url"], "providers.*.base_url"],
    [["providers", "x", "headers", "x-team"], "providers.*.headers"],
    [["providers", "x", "other"], "providers"],
    [["server"], undefined],
    [[], undefined],
  ];
  for (const [path, expected] of cases) assert.equal(optionAt(path)?.path, expected, path.join());
});

Deno.test("kindAt tells the type of entries of lists and maps too", () => {
  assert.equal(kindAt(["server", "port"]), "integer");
  assert.equal(kindAt(["security", "allowed_hosts"]), "list");
  assert.equal(kindAt(["security", "allowed_hosts", 0]), "string");
  assert.equal(kindAt(["providers", "x", "headers", "a"]), "string");
  assert.equal(kindAt(["fallbacks", "gpt-4o"]), "list");
  assert.equal(kindAt(["fallbacks", "gpt-4o", 0]), "string");
  assert.equal(kindAt(["providers", "x", "unknown"]), undefined);
});

Deno.test("keysBelow lists the keys that a section takes", () => {
  assert.deepEqual(keysBelow(["security", "ip_whitelist"]), ["enabled", "mode", "allowed_ips"]);
  assert.deepEqual(keysBelow(["providers"]), []);
  assert.ok(keysBelow(["providers", "any"]).includes("base_url"));
  assert.ok(keysBelow([]).includes("smart_router"));
});

Deno.test("formatPath writes a path as users do", () => {
  assert.equal(formatPath(["security", "allowed_hosts", 2]), "security.allowed_hosts[2]");
  assert.equal(formatPath([]), "");
});
