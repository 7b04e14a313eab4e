import type { Application, OpenIdClient } from "../login/context.ts";

/** An application that is a client. */
export type ClientApplication = Application & { readonly openid: OpenIdClient };
