import { type Random, systemRandom } from "../../base/random.ts";

/** The part of the service's options that a sign-in in a test needs. */
export interface TestOptions {
  /** The origin of the service. */
  readonly origin: string;
  /** The secret; made up where absent. */
  readonly secret?: string | undefined;
  /** The WeChat accounts. */
  readonly sources: readonly TestSource[];
  /** The SMS sender. */
  readonly sms?:
    | {
        /** The sender. */
        readonly sender: {
          /** The kind of sender. */
          readonly kind: string;
          /** Its secret; made up where absent. */
          readonly secret?: string;
        };
      }
    | undefined;
}

/** One WeChat account, as the service's options have it. */
export interface TestSource {
  /** The kind of account. */
  readonly kind: string;
  /** Its appid. */
  readonly appid: string;
  /** Its name. */
  readonly name: string;
  /** Its AppSecret; made up where absent. */
  readonly secret?: string | undefined;
  /** Its Token; made up where absent. */
  readonly token?: string | undefined;
  /** Its EncodingAESKey; made up where absent. */
  readonly aesKey?: string | undefined;
  /** How its pushes are sent. */
  readonly mode?: "safe" | "compatible" | "plain" | undefined;
  /** The addresses that its pushes may come from. */
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
