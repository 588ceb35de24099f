import type { Agent } from "./agent.ts";
import { npmPlatform } from "./npm_platform.ts";

const VERSION = "0.169.0";

/** Rust's names of the platforms, which the package's folders are called by. */
const TARGETS: Readonly<Record<string, string>> = {
  "linux-x64": "x86_64-unknown-linux-musl",
  "linux-arm64": "aarch64-unknown-linux-musl",
  "darwin-x64": "x86_64-apple-darwin",
  "darwin-arm64": "aarch64-apple-darwin",
  "win32-x64": "x86_64-pc-windows-msvc",
  "win32-arm64": "aarch64-pc-windows-msvc",
};

/** OpenAI's Codex. */
export const CODEX: Agent = {
  name: "codex",
  title: `Codex ${VERSION}`,
  format: "openai_responses",
  upstreams: ["anthropic_messages", "gemini", "openai_chat", "openai_responses"],
  package: npmPlatform({ windows: "win32" }, (platform, exe) => ({
    specifier: `@openai/codex@${VERSION}-${platform}`,
    program: `node_modules/@openai/codex/vendor/${TARGETS[platform]}/bin/codex${exe}`,
    needsNode: false,
  })),
  session: /^[0-9a-f-]{36}$/,
  shownUsage: (_each, { prompt, completion }) =>
    new RegExp(`"usage":\\{"input_tokens":${prompt},.*?"output_tokens":${completion},`),
  write: (_work, file, content) => ({
    name: "exec_command",
    arguments: { cmd: `cat > ${file} <<'END'\n${content}END` },
  }),
  async configure({ home, gateway, token, model, prompt }) {
    await Deno.mkdir(`${home}/.codex`);
    await Deno.writeTextFile(
      `${home}/.codex/config.toml`,
      `model = ${JSON.stringify(model)}
model_provider = "flow"
check_for_update_on_startup = false

[model_providers.flow]
name = "Flow LLM Router"
base_url = "${gateway}/v1"
env_key = "FLOW_TOKEN"
wire_api = "responses"

[analytics]
enabled = false
`,
    );
    return {
      env: { FLOW_TOKEN: token },
      args: ["exec", "--skip-git-repo-check", "-s", "danger-full-access", "--json", prompt],
    };
  },
};
