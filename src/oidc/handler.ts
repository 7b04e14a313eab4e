import type { IncomingMessage, ServerResponse } from "node:http";
import { guardHeaders } from "../http/headers.ts";
import { authorize, provide, resume } from "./authorize.ts";
import type { OpenIdDeps } from "./deps.ts";
import { fail, getInstead } from "./html-answer.ts";
import { logout } from "./logout.ts";
import { signIn } from "./sign-in.ts";

/** Answers requests to the OpenID provider. It takes Node's request and response, because the provider is written for these. */
export type OpenIdHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export function createOpenIdHandler(deps: OpenIdDeps): OpenIdHandler {
  const handle = createRoutes(deps);
  return async (request, response) => {
    try {
      await handle(request, response);
    } catch (error) {
      deps.log.error({ err: error }, "an OpenID request could not be answered");
      if (response.headersSent) response.destroy();
      else fail(deps, request, response, { status: 503, error: "temporarily_unavailable" });
    }
  };
}

function createRoutes(deps: OpenIdDeps): OpenIdHandler {
  return async (request, response) => {
    for (const [name, value] of Object.entries(guardHeaders(deps.origin))) response.setHeader(name, value);
    const { pathname, search, searchParams } = new URL(request.url ?? "/", deps.origin);
    // Without dot segments: the provider would take one for the id of an authorization.
    request.url = pathname + search;
    // The provider ignores case and a trailing slash in paths, so the comparison does too.
    const [, named, uid = ""] = /^\/(sign-in|oidc\/authorize)(?:\/([^/]+))?\/?$/i.exec(pathname) ?? [];
    const place = named?.toLowerCase();
    if (pathname === "/oidc/logout") return logout(deps, request, response);
    if (place === "sign-in") return signIn(deps, request, response, uid);
    if (place === undefined) return provide(deps, request, response, undefined);
    if (uid !== "") return resume(deps, request, response, uid);
    if (request.method === "POST") return getInstead(deps, request, response, "/oidc/authorize");
    return authorize(deps, request, response, searchParams.get("client_id"));
  };
}
