/**
 * `/api/settings`: options that are changed while the gateway runs.
 *
 * @module
 */
import { z } from "zod";
import { liveSettingsChange } from "../../lib/admin/live_settings.ts";
import type { ApiParts } from "./parts.ts";
import { json, type Operation, operation } from "./operation.ts";

const noun = "Settings";
const setting = z.strictObject({
  path: z.string().meta({ description: "As in the configuration file: logging.retention_days" }),
  value: z.union([z.boolean(), z.number(), z.string(), z.array(z.string())]),
  unit: z.string(),
  description: z.string(),
  source: z.enum(["flag", "environment", "admin", "file", "default"]).meta({
    description: "Who set it. Each beats those that follow it in this list",
  }),
  place: z.string().nullable().meta({
    description: "The flag, the variable or file:line that set it",
  }),
  editable: z.boolean().meta({ description: "False: a flag or an environment variable sets it" }),
}).meta({ id: "Setting" });
const settings = json(z.strictObject({ settings: z.array(setting) }));

export function settingOperations({ settings: live }: Pick<ApiParts, "settings">): Operation[] {
  const view = () => ({
    settings: live.list().map(({ path, value, unit, description, origin, place, editable }) => ({
      path,
      value: setting.shape.value.parse(value),
      unit,
      description,
      source: origin,
      place,
      editable,
    })),
  });
  return [
    operation({
      method: "get",
      path: "/settings",
      noun,
      summary: "List the settings that can be changed, each with its source",
      access: "read",
      answer: settings,
    })(view),

    operation({
      method: "put",
      path: "/settings",
      noun,
      summary: "Change settings, all or none, with effect at once",
      description: "What is left out stays. null gives a setting back to file and default. They " +
        "survive a restart.",
      access: "full",
      body: liveSettingsChange.meta({ id: "SettingsChange" }),
      answer: settings,
      refusals: { 409: "A flag or an environment variable sets it" },
    })(async ({ body, actor }) => {
      await live.change(body, actor);
      return view();
    }),
  ];
}
