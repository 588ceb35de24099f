import type { Agent } from "./agent.ts";
import { npmPlatform } from "./npm_platform.ts";

const VERSION = "1.18.33";

/** opencode, with the AI SDK's provider for OpenAI-compatible servers. */
export const OPENCODE: Agent = {
  name: "opencode",
  title: `opencode ${VERSION}`,
  format: "openai_chat",
  upstreams: ["anthropic_messages", "gemini", "openai_chat", "openai_responses"],
  package: npmPlatform({}, (platform, exe) => ({
    specifier: `opencode-${platform}@${VERSION}`,
    program: `node_modules/opencode-${platform}/bin/opencode${exe}`,
    needsNode: false,
  })),
  session: /^ses_\w+$/,
  shownUsage: ({ prompt, completion }) =>
    new RegExp(`"tokens":\\{"total":\\d+,"input":${prompt},"output":${completion},`),
  write: (work, file, content) => ({
    name: "write",
    arguments: { filePath: `${work}/${file}`, content },
  }),
  async configure({ work, gateway, token, model, prompt }) {
    const settings = {
      $schema: "https://opencode.ai/config.json",
      provider: {
        flow: {
          npm: "@ai-sdk/openai-compatible",
          name: "Flow LLM Router",
          options: { baseURL: `${gateway}/v1`, apiKey: token },
          models: { [model]: { name: model } },
        },
      },
      model: `flow/${model}`,
    };
    await Deno.writeTextFile(`${work}/opencode.json`, JSON.stringify(settings));
    return {
      env: { OPENCODE_DISABLE_MODELS_FETCH: "1", OPENCODE_DISABLE_AUTOUPDATE: "1" },
      args: ["run", "--format", "json", prompt],
    };
  },
};
