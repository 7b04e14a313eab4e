import { packagesOf } from "../install-packages.ts";

/** Loads a third-party SDK from this folder's lockfile. Installs all of them if they are missing. */
export const stranger = packagesOf(
  new URL("./", import.meta.url).pathname,
  "the SDKs that the simulator is tried with",
);
