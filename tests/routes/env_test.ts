import assert from "node:assert/strict";
import { Hono } from "hono";
import type { Inbound } from "../../lib/gateway/parts.ts";
import { type AppEnv, inbound } from "../../routes/env.ts";

for (const clientIp of ["192.0.2.1", null, undefined]) {
  Deno.test(`inbound gives the request itself and the address ${clientIp}`, async () => {
    let got: Inbound | undefined;
    const app = new Hono<AppEnv>();
    app.get("/", (c) => {
      if (clientIp !== undefined) c.set("clientIp", clientIp);
      got = inbound(c);
      return c.text("ok");
    });
    const request = new Request("http://gateway/");

    await app.request(request);

    assert.equal(got?.request, request);
    assert.equal(got?.clientIp, clientIp ?? null);
  });
}
