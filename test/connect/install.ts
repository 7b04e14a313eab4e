import { packagesOf } from "../install-packages.ts";

/** Gives a client of OpenID Connect that somebody else wrote, of those in this folder's lockfile; installs them all where they are not. */
export const stranger = packagesOf(
  new URL("./", import.meta.url).pathname,
  "the clients that the OpenID provider is tried with",
);
