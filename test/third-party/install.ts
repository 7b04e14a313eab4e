import { packagesOf } from "../install-packages.ts";

/** Gives an SDK that somebody else wrote, of those in this folder's lockfile; installs them all where they are not. */
export const stranger = packagesOf(
  new URL("./", import.meta.url).pathname,
  "the SDKs that the simulator is tried with",
);
