/**
 * Whether each provider can be reached and takes its key.
 *
 * @module
 */
import { askForModels, type ModelListAnswer } from "../../admin/model_list.ts";
import type { AccessPlan } from "../../admin/provider_access.ts";
import { FlowError } from "../../domain/errors.ts";
import type { CallJson } from "../../http/json_call.ts";
import { fail, type Finding, ok, skip, warn } from "./finding.ts";

const title = ({ provider, keyLabel }: AccessPlan): string =>
  keyLabel === null ? provider : `${provider}/${keyLabel}`;

/** Asks one provider for its models; that costs nothing and takes the key. */
export async function checkProvider(
  plan: AccessPlan,
  call: CallJson,
  isUnlocked: boolean,
): Promise<Finding> {
  const name = title(plan);
  if (plan.isSealed && !isUnlocked) {
    return skip(name, "not tried: the vault is locked; try with --unlock");
  }
  try {
    return judge(name, plan, await askForModels(call, await plan.open()));
  } catch (error) {
    if (!(error instanceof FlowError)) throw error;
    return fail(name, error.message, "Remove the key and add it again: flow-router add-key");
  }
}

function judge(name: string, plan: AccessPlan, answer: ModelListAnswer): Finding {
  switch (answer.kind) {
    case "listed":
      return ok(name, `reachable; lists ${answer.models.length} models`);
    case "no_list":
      return ok(name, "reachable; it lists no models, so its key was not tried");
    case "unauthorized":
      return fail(
        name,
        `the key is refused: ${answer.why}`,
        plan.keyLabel === null
          ? `Add a key: flow-router add-key --provider ${plan.provider}`
          : `Replace it: flow-router keys remove ${name} - then flow-router add-key`,
      );
    case "failed":
      return warn(name, answer.why, "Try again later, or check the base URL");
    case "unreachable":
      return fail(name, answer.why, "Check the network, the base URL and whether it runs");
  }
}

/** When there is nothing to check. */
export const NO_PROVIDERS: Finding = warn(
  "Providers",
  "there are no provider keys",
  "Add one: flow-router add-key",
);
