import { type Random, systemRandom } from "../../base/random.ts";

/** Of a service's options, what a sign-in in a test needs to know. */
export interface TestOptions {
  readonly origin: string;
  readonly secret?: string | undefined;
  readonly sources: readonly TestSource[];
  readonly sms?: { readonly sender: { readonly kind: string; readonly secret?: string } } | undefined;
}

export interface TestSource {
  readonly kind: string;
  readonly appid: string;
  readonly name: string;
  readonly secret?: string | undefined;
  readonly token?: string | undefined;
  readonly aesKey?: string | undefined;
  readonly mode?: "safe" | "compatible" | "plain" | undefined;
  readonly ipList?: readonly string[] | undefined;
}

/** Made up, so that no test needs the real ones, nor an environment to take them from. */
export function withTestSecrets<Options extends TestOptions>(options: Options, random: Random = systemRandom): Options {
  const hex = (bytes: number): string => Buffer.from(random.bytes(bytes)).toString("hex");
  const sources = options.sources.map((source) => ({ ...missing(source, hex), ...given(source) }));
  const { sms } = options;
  const sender = sms && sms.sender.kind !== "simulator" ? { secret: hex(32), ...given(sms.sender) } : sms?.sender;
  return { ...options, secret: options.secret ?? hex(32), sources, ...(sms ? { sms: { ...sms, sender } } : {}) };
}

function missing({ kind, mode }: TestSource, hex: (bytes: number) => string): Partial<TestSource> {
  const secret = kind === "subscription" ? {} : { secret: hex(16) };
  if (kind === "website") return secret;
  return { ...secret, token: hex(16), ...(mode === "plain" ? {} : { aesKey: hex(22).slice(0, 43) }) };
}

const given = <T extends object>(source: T): T =>
  Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined)) as T;
