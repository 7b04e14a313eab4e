import { installPackages } from "../install-packages.ts";

/** Installs the clients that others wrote, of this folder's lockfile, where they are not. */
export const installStrangers = (): void =>
  installPackages(new URL("./", import.meta.url).pathname, "the clients that the OpenID provider is tried with");
