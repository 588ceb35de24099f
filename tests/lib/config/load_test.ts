import assert from "node:assert/strict";
import { readProcessEnv } from "../../../lib/config/environment.ts";
import { type ConfigSources, loadConfig, readConfig } from "../../../lib/config/load.ts";

/** Runs a test in a folder that holds `yaml` as flow_llm_router.yaml. */
async function withFile(
  yaml: string,
  test: (sources: (more?: Partial<ConfigSources>) => ConfigSources, folder: string) => void,
) {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/flow_llm_router.yaml`, yaml);
    test((more) => ({ flags: [], env: () => undefined, cwd: folder, ...more }), folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const env = (values: Record<string, string>) => (name: string) => values[name];

Deno.test("loadConfig prefers flag, environment, file, default, and remembers which", () =>
  withFile("server: {port: 1}", (sources) => {
    const flags = [{ flag: "--port", path: "server.port", text: "3" }];
    const FLOWGATE_PORT = "2";
    const steps: [Partial<ConfigSources>, number, string][] = [
      [{ flags, env: env({ FLOWGATE_PORT }) }, 3, "flag"],
      [{ env: env({ FLOWGATE_PORT }) }, 2, "environment"],
      [{}, 1, "file"],
      [{ cwd: "/nonexistent" }, 7798, "default"],
    ];
    for (const [more, port, origin] of steps) {
      const loaded = loadConfig(sources(more));
      assert.equal(loaded.config.server.port, port);
      assert.equal(loaded.origin("server.port"), origin);
    }
  }));

Deno.test("loadConfig reads the file of --config before the one of FLOWGATE_CONFIG", () =>
  withFile("", (sources, folder) => {
    Deno.writeTextFileSync(`${folder}/a.yaml`, "server: {port: 1}");
    Deno.writeTextFileSync(`${folder}/b.yaml`, "server: {port: 2}");
    const FLOWGATE_CONFIG = "b.yaml";
    const byEnv = loadConfig(sources({ env: env({ FLOWGATE_CONFIG }) }));
    const byFlag = loadConfig(
      sources({ env: env({ FLOWGATE_CONFIG }), explicitPath: `${folder}/a.yaml` }),
    );
    assert.deepEqual([byEnv.config.server.port, byEnv.file], [2, `${folder}/b.yaml`]);
    assert.deepEqual([byFlag.config.server.port, byFlag.file], [1, `${folder}/a.yaml`]);
    assert.throws(() => loadConfig(sources({ explicitPath: "gone.yaml" })), {
      message: /--config: there is no .*gone\.yaml/,
    });
  }));

Deno.test("loadConfig runs without a file", () => {
  const loaded = loadConfig({ flags: [], env: () => undefined, cwd: "/nonexistent" });
  assert.equal(loaded.file, null);
  assert.equal(loaded.config.database.path, "./data.db");
});

Deno.test("loadConfig freezes the configuration to its depths", () =>
  withFile("security: {allowed_hosts: [a]}", (sources) => {
    const { config } = loadConfig(sources());
    const visit = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      assert.ok(Object.isFrozen(value));
      Object.values(value).forEach(visit);
    };
    visit(config);
  }));

Deno.test("loadConfig lists every problem with its place in one error", () =>
  withFile("server:\n  prot: 1\n  port: x\nlogging: {level: LOUD}\n", (sources) => {
    const flags = [{ flag: "--host", path: "server.host", text: "a b" }];
    assert.throws(
      () => loadConfig(sources({ flags, env: env({ FLOWGATE_DATABASE__PATH: " " }) })),
      {
        code: "config_invalid",
        message: [
          "The configuration is not valid (5 problems):",
          '  --host: server.host: must be an IP address or a host name, is "a b"',
          "  flow_llm_router.yaml:2: server.prot: is not a known key; did you mean server.port?",
          '  flow_llm_router.yaml:3: server.port: must be an integer from 0 to 65535, is "x"',
          '  flow_llm_router.yaml:4: logging.level: must be one of DEBUG, INFO, WARNING, ERROR, is "LOUD"',
          '  FLOWGATE_DATABASE__PATH: database.path: must be a file path, is " "',
        ].join("\n"),
      },
    );
  }));

Deno.test("loadConfig tells of an unset variable once, not of the value it leaves missing", () =>
  withFile("providers:\n  a:\n    base_url: ${FLOW_URL}\n", (sources) => {
    const result = readConfig(sources());
    assert.ok(!result.ok);
    assert.deepEqual(result.problems.map(({ source, path }) => [source, path]), [
      ["flow_llm_router.yaml:3", "providers.a.base_url"],
    ]);
  }));

Deno.test("loadConfig needs a base URL of providers that are not known by their names", () =>
  withFile("providers:\n  azure: {api_version: v}\n  lab: {format: gemini}\n", (sources) => {
    const isKnownProvider = (name: string) => name === "azure";

    const result = readConfig(sources({ isKnownProvider }));

    assert.ok(!result.ok);
    assert.deepEqual(result.problems, [{
      source: "flow_llm_router.yaml:3",
      path: "providers.lab.base_url",
      text: "is missing: 'lab' is no provider that is known by its name",
    }]);
    const all = readConfig(sources({ isKnownProvider: () => true }));
    assert.ok(all.ok);
    assert.deepEqual(all.loaded.config.providers, {
      azure: { api_version: "v" },
      lab: { format: "gemini" },
    });
  }));

Deno.test("loadConfig lets a variable replace all providers of the file", () =>
  withFile("providers: {a: {base_url: http://a}}", (sources) => {
    const FLOWGATE_PROVIDERS = '{"b":{"base_url":"http://b"}}';
    const loaded = loadConfig(sources({ env: env({ FLOWGATE_PROVIDERS }) }));
    assert.deepEqual(Object.keys(loaded.config.providers), ["b"]);
    assert.equal(loaded.origin("providers.b.base_url"), "environment");
  }));

Deno.test("loadConfig refuses keys that JavaScript treats specially", () =>
  withFile("__proto__: {server: {port: 1}}\nconstructor: 1\n", (sources) => {
    const result = readConfig(sources());
    assert.ok(!result.ok);
    assert.deepEqual(result.problems.map(({ path }) => path), ["__proto__", "constructor"]);
  }));

Deno.test("LoadedConfig.origin refuses an option that does not exist", () =>
  withFile("", (sources) => {
    assert.throws(() => loadConfig(sources()).origin("server.prot"), { code: "internal" });
  }));

Deno.test({
  name: "loadConfig needs no environment but FLOW* and the two names that the YAML parser looks at",
  permissions: { env: ["FLOW*", "LOG_TOKENS", "LOG_STREAM"], read: true, write: true },
  fn: () =>
    withFile('server: {port: "${FLOW_UNSET_PORT:-8080}"}', (sources) => {
      assert.equal(loadConfig(sources({ env: readProcessEnv })).config.server.port, 8080);
    }),
});

Deno.test("LoadedConfig.withAdmin beats file and default, and is beaten by variable and flag", () => {
  const env: Record<string, string> = { FLOWGATE_LOGGING__LOG_PROMPTS: "false" };
  const loaded = loadConfig({
    flags: [{ flag: "--port", path: "server.port", text: "1" }],
    env: (name) => env[name],
    cwd: "/nonexistent",
  }).withAdmin(
    new Map<string, unknown>([
      ["logging.retention_days", 30],
      ["logging.log_prompts", true],
      ["server.port", 2],
    ]),
  );

  assert.deepEqual(
    ["logging.retention_days", "logging.log_prompts", "server.port"].map((path) =>
      loaded.list().filter((entry) => entry.path === path)
        .map(({ value, origin, place }) => [value, origin, place])[0]
    ),
    [
      [30, "admin", null],
      [false, "environment", "FLOWGATE_LOGGING__LOG_PROMPTS"],
      [1, "flag", "--port"],
    ],
  );
});

Deno.test("LoadedConfig.withAdmin gives way to the file again when the value is gone", () => {
  const loaded = loadConfig({ flags: [], env: () => undefined, cwd: "/nonexistent" });

  const changed = loaded.withAdmin(new Map([["logging.retention_days", 30]]));
  assert.equal(changed.withAdmin(new Map()).config.logging.retention_days, 0);
  assert.throws(() => loaded.withAdmin(new Map([["logging.retention_days", "x"]])), {
    code: "config_invalid",
  });
});
