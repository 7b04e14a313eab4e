import { Hono } from "hono";
import { readJson } from "../../http/body.ts";
import type { AccessToken } from "../../wechat/index.ts";
import { pageToSign, refusedToken } from "../../wire/admin.ts";
import type { AdminBindings, AdminContext, AdminDeps } from "../context.ts";
import { readQuery } from "../query.ts";

/** `/admin/v1/sources`: access tokens and jsapi tickets for the operator's other services. */
export function sourceRoutes(deps: AdminDeps): Hono<AdminBindings> {
  const { tokenCenter } = deps;
  const routes = new Hono<AdminBindings>();
  const told = (c: AdminContext, what: string) => {
    const { actor } = c.get("administrator");
    const about = { key: actor, appid: appidOf(c), what, requestId: c.get("requestId") };
    deps.log.info(about, "gave a token to another service");
  };
  routes.use(async (c, next) => {
    c.header("Cache-Control", "no-store");
    return next();
  });
  routes.get("/:appid/access-token", async (c) => {
    const token = await tokenCenter.accessToken(appidOf(c));
    told(c, "an access token");
    return c.json(viewToken("accessToken", token));
  });
  routes.post("/:appid/access-token", async (c) => {
    const { refused } = await readJson({ req: c.req }, refusedToken);
    const token = await tokenCenter.afterRefusal(appidOf(c), refused);
    told(c, "an access token, after WeChat refused one");
    return c.json(viewToken("accessToken", token));
  });
  routes.get("/:appid/jsapi-ticket", async (c) => {
    const ticket = await tokenCenter.ticket(appidOf(c));
    told(c, "a jsapi ticket");
    return c.json(viewToken("ticket", ticket));
  });
  routes.get("/:appid/jsapi-config", async (c) =>
    c.json(await tokenCenter.sign(appidOf(c), readQuery(c, pageToSign).url)),
  );
  return routes;
}

const appidOf = (c: AdminContext): string => c.req.param("appid") ?? "";

const viewToken = (name: "accessToken" | "ticket", { value, expiresAt }: AccessToken) => ({
  [name]: value,
  expiresAt: new Date(expiresAt).toISOString(),
});
