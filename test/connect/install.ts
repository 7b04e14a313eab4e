import { installPackages } from "../install-packages.ts";

/** Installs the third-party clients of this folder's lockfile, unless they are installed. */
export const installStrangers = (): void =>
  installPackages(new URL("./", import.meta.url).pathname, "the clients that the OpenID provider is tried with");
