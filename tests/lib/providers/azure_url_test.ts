import assert from "node:assert/strict";
import { AZURE_API_VERSION, azureUrl, isDeploymentUrl } from "../../../lib/providers/azure_url.ts";
import { destinationTo } from "../../support/destination.ts";

const HOST = "https://r.openai.azure.com";
const CHAT = `/openai/deployments/gpt/chat/completions?api-version=${AZURE_API_VERSION}`;

const table: [baseUrl: string, apiVersion: string | null, url: string][] = [
  [HOST, null, HOST + CHAT],
  [`${HOST}/`, null, HOST + CHAT],
  [`${HOST}/openai`, null, HOST + CHAT],
  [`${HOST}/openai/deployments`, null, HOST + CHAT],
  [
    `${HOST}/openai/deployments/other/`,
    "2025-01-01-preview",
    `${HOST}/openai/deployments/other/chat/completions?api-version=2025-01-01-preview`,
  ],
  ["https://apim.example/team", null, `https://apim.example/team${CHAT}`],
  [`${HOST}/openai/v1`, null, `${HOST}/openai/v1/chat/completions`],
  [`${HOST}/openai/v1/`, "preview", `${HOST}/openai/v1/chat/completions?api-version=preview`],
];
for (const [baseUrl, apiVersion, url] of table) {
  Deno.test(`azureUrl makes of ${baseUrl}: ${url}`, () => {
    const destination = destinationTo("azure", { baseUrl, apiVersion });

    assert.equal(azureUrl(destination, "/chat/completions", "gpt"), url);
  });
}

Deno.test("azureUrl names no deployment for what belongs to the resource", () => {
  const at = (baseUrl: string) => azureUrl(destinationTo("azure", { baseUrl }), "/models", null);

  assert.equal(
    at(`${HOST}/openai/deployments/gpt`),
    `${HOST}/openai/models?api-version=2024-10-21`,
  );
  assert.equal(at(`${HOST}/openai/v1`), `${HOST}/openai/v1/models`);
});

Deno.test("isDeploymentUrl looks at Azure's URLs only", () => {
  assert.equal(isDeploymentUrl(destinationTo("azure", { baseUrl: HOST })), true);
  assert.equal(isDeploymentUrl(destinationTo("azure", { baseUrl: `${HOST}/openai/v1/` })), false);
  assert.equal(isDeploymentUrl(destinationTo("openai", { baseUrl: HOST })), false);
});
