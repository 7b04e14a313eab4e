// Starts the service, sends a request, and prints how many modules of oidc-provider it has loaded.
import { createServer } from "node:http";
import { registerHooks } from "node:module";
import type { AddressInfo } from "node:net";

let loaded = 0;
registerHooks({
  resolve(name, context, next) {
    const found = next(name, context);
    if (found.url.includes("/node_modules/oidc-provider/")) loaded++;
    return found;
  },
});

const [path = "", isClient] = process.argv.slice(2);
const { createSaoma } = await import("../../src/index.ts");
const server = createServer((request, response) => void saoma.node(request, response));
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const openid = { redirectUris: ["https://app.example.com/callback"] };
const saoma = createSaoma({
  origin,
  secret: "mR8qT2xV6zB1nC5kL9pW3sD7fG4hJ0aE",
  database: { path },
  sources: [
    {
      kind: "service",
      appid: "wx0123456789abcdef",
      name: "青禾",
      secret: "0123456789abcdef0123456789abcdef",
      token: "TokenOfTheTestAlone16",
      aesKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
      inWechat: false,
    },
  ],
  applications: [{ id: "shop", name: "青禾茶铺", ...(isClient ? { openid } : {}) }],
});
await saoma.ready();
for (const asked of ["/v1/session", "/.well-known/openid-configuration", "/oidc/authorize"])
  await (await fetch(`${origin}${asked}`)).text();
await saoma.close();
server.closeAllConnections();
server.close();
process.stdout.write(`${loaded}\n`);
