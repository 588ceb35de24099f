import type { Agent } from "./agent.ts";

const VERSION = "0.15.10";

/** Qwen Code, a relative of Gemini CLI that speaks OpenAI's chat format. */
export const QWEN_CODE: Agent = {
  name: "qwen-code",
  title: `Qwen Code ${VERSION}`,
  format: "openai_chat",
  upstreams: ["anthropic_messages", "gemini", "openai_chat"],
  package: {
    specifier: `@qwen-code/qwen-code@${VERSION}`,
    program: "node_modules/@qwen-code/qwen-code/cli.js",
    needsNode: true,
  },
  session: null,
  shownUsage: (_each, { prompt, completion }) =>
    new RegExp(`"usage":\\{"input_tokens":${prompt},"output_tokens":${completion},`),
  write: (work, file, content) => ({
    name: "write_file",
    arguments: { file_path: `${work}/${file}`, content },
  }),
  async configure({ home, gateway, token, model, prompt }) {
    await Deno.mkdir(`${home}/.qwen`);
    const settings = {
      security: { auth: { selectedType: "openai" } },
      privacy: { usageStatisticsEnabled: false },
      general: { enableAutoUpdate: false },
    };
    await Deno.writeTextFile(`${home}/.qwen/settings.json`, JSON.stringify(settings));
    return {
      env: { OPENAI_BASE_URL: `${gateway}/v1`, OPENAI_API_KEY: token, OPENAI_MODEL: model },
      args: ["--yolo", "--output-format", "json", "-p", prompt],
    };
  },
};
