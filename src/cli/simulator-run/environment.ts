import type { RunFolder } from "./folder.ts";
import { wechatHosts } from "./hosts.ts";
import { javaPassword } from "./java-trust.ts";

/**
 * The program's environment: the trusted authorities, in the variables that OpenSSL (and with it Python, PHP, Ruby),
 * Go, curl, Python's requests, Node, Deno and Java read, and no proxy for WeChat's hosts.
 */
export function environmentOf(
  { authority, bundle, java }: Pick<RunFolder, "authority" | "bundle" | "java">,
  environment: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const { SAOMA_SIMULATOR_RUN: _, SAOMA_SIMULATOR_RUN_AT: __, ...own } = environment;
  const direct = [...wechatHosts, environment.NO_PROXY ?? environment.no_proxy].filter(Boolean).join(",");
  return {
    ...own,
    SSL_CERT_FILE: bundle,
    REQUESTS_CA_BUNDLE: bundle,
    CURL_CA_BUNDLE: bundle,
    DENO_CERT: authority,
    NODE_EXTRA_CA_CERTS: authority,
    JAVA_TOOL_OPTIONS: [environment.JAVA_TOOL_OPTIONS, ...trustOfJava(java)].filter(Boolean).join(" "),
    NO_PROXY: direct,
    no_proxy: direct,
  };
}

const trustOfJava = (store: string): string[] => [
  `-Djavax.net.ssl.trustStore=${store}`,
  "-Djavax.net.ssl.trustStoreType=JKS",
  `-Djavax.net.ssl.trustStorePassword=${javaPassword}`,
];
