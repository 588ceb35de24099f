/**
 * `GET /`: what a browser that is pointed at the gateway sees.
 *
 * @module
 */
import type { Handler } from "hono";
import type { AppEnv } from "./env.ts";

/** A few lines of text that say what this is and what to do next. */
export function welcome(version: string): Handler<AppEnv> {
  return (c) => {
    const base = new URL("/v1", c.req.url).href;
    return c.text(
      `Flow LLM Router ${version} is running.\n\n` +
        `Base URL for OpenAI clients:  ${base}\n` +
        `Health:   ${new URL("/health/ready", c.req.url).href}\n` +
        `Metrics:  ${new URL("/metrics", c.req.url).href}\n\n` +
        "Add a provider key:    flow-router add-key\n" +
        "Make a caller token:   flow-router tokens create NAME\n" +
        "Watch requests:        flow-router logs --follow\n",
    );
  };
}
