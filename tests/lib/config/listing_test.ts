import assert from "node:assert/strict";
import { HIDDEN, listEntries, type Setting } from "../../../lib/config/listing.ts";
import { configSchema } from "../../../lib/config/schema.ts";

const byDefault = (): Setting => ({ origin: "default", place: null });

Deno.test("listEntries shows each option once, with unit and place", () => {
  const entries = listEntries(
    configSchema.parse({ upstream: { idle_timeout_ms: 5 } }),
    (path) =>
      path.at(-1) === "idle_timeout_ms" ? { origin: "file", place: "f.yaml:2" } : byDefault(),
  );
  const paths = entries.map(({ path }) => path);
  assert.equal(new Set(paths).size, paths.length);
  assert.deepEqual(entries.find(({ path }) => path === "upstream.idle_timeout_ms"), {
    path: "upstream.idle_timeout_ms",
    value: 5,
    unit: "ms",
    description: "Longest silence inside an answer",
    origin: "file",
    place: "f.yaml:2",
  });
});

Deno.test("listEntries hides secrets that are set, and shows that one is not", () => {
  const secret = "hidden-value-4711";
  const entries = (key: string) =>
    listEntries(
      configSchema.parse({
        smart_router: { mf_embedding_api_key: key },
        providers: { mine: { base_url: "http://m", headers: { "x-a": secret } } },
      }),
      byDefault,
    );
  const value = (key: string, path: string) => entries(key).find((e) => e.path === path)?.value;
  assert.equal(value(secret, "smart_router.mf_embedding_api_key"), HIDDEN);
  assert.equal(value("", "smart_router.mf_embedding_api_key"), "");
  assert.equal(value("", "providers.mine.headers"), HIDDEN);
  assert.ok(!JSON.stringify(entries(secret)).includes(secret));
});

Deno.test("listEntries names providers, or says that there are none", () => {
  const paths = (providers: unknown) =>
    listEntries(configSchema.parse({ providers }), byDefault)
      .map(({ path }) => path).filter((path) => path.startsWith("providers"));
  assert.deepEqual(paths({}), ["providers"]);
  assert.deepEqual(
    paths({ a: { base_url: "http://a" }, b: { base_url: "http://b", idle_timeout_ms: 1 } }),
    [
      "providers.a.base_url",
      "providers.b.base_url",
      "providers.b.idle_timeout_ms",
    ],
  );
});
