/**
 * Azure OpenAI's two kinds of URLs (learn.microsoft.com, "Azure OpenAI API version lifecycle"):
 * - `https://RESOURCE.openai.azure.com/openai/v1` + path, as at OpenAI; the body names the deployment
 * - `https://RESOURCE.openai.azure.com/openai/deployments/DEPLOYMENT` + path + `?api-version=…`
 *
 * The base URL tells which: one that ends in `/v1` is of the first kind.
 *
 * @module
 */
import type { Destination } from "./provider.ts";

/** The latest version of the dated API that is no preview. */
export const AZURE_API_VERSION = "2024-10-21";

/** Whether requests name the deployment in the path. */
export function isDeploymentUrl({ provider, baseUrl }: Destination): boolean {
  return provider.urls === "azure" &&
    !new URL(baseUrl).pathname.replace(/\/+$/, "").endsWith("/v1");
}

/**
 * The URL of an endpoint.
 *
 * @param path as at OpenAI: `/chat/completions`
 * @param deployment as a path segment; null for what belongs to the resource as a whole
 */
export function azureUrl(
  destination: Destination,
  path: string,
  deployment: string | null,
): string {
  const base = destination.baseUrl.replace(/\/+$/, "");
  const { apiVersion } = destination;
  if (!isDeploymentUrl(destination)) {
    return base + path + (apiVersion === null ? "" : `?api-version=${apiVersion}`);
  }
  const version = `?api-version=${apiVersion ?? AZURE_API_VERSION}`;
  // Azure's portal shows URLs with the deployment in it, and people take a part of them.
  const [, resource = base, given] =
    /^(.*?)(?:\/openai(?:\/deployments(?:\/([^/]+))?)?)?$/.exec(base) ?? [];
  if (deployment === null) return `${resource}/openai${path}${version}`;
  return `${resource}/openai/deployments/${given ?? deployment}${path}${version}`;
}
