import type { Attempt } from "../../domain/attempt.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext, Source } from "../context.ts";

/** An attempt that is being opened. */
export interface ChannelStart {
  readonly source: Source;
  /** The attempt's id, and the claim that its holder will make. */
  readonly id: string;
  readonly claim: string;
  readonly scene: string;
  /** How long the attempt stays pending, in milliseconds. */
  readonly lifetime: number;
}

/** What a channel shows the browser. It may bring a scene of its own. */
export type Shown = Pick<Attempt, "content"> &
  Partial<Pick<Attempt, "scene">> & {
    /** The fewest digits that its code may have. */
    readonly codeLength?: number;
    /** A picture that only WeChat can draw, as a data URI. */
    readonly image?: string;
  };

/** The client of a new attempt, as it matters for the choice of a channel. */
export interface ClientTraits {
  /** Whether the page is open in WeChat's own browser. */
  readonly isInWechat: boolean;
  /** Whether it is a browser on a phone, outside WeChat: it cannot scan its own screen. */
  readonly isPhone: boolean;
  /** Whether its claim is in a cookie, which comes along when WeChat sends the browser back. */
  readonly keepsCookie: boolean;
}

/** Where to send the browser. */
export interface Link {
  readonly url: string;
  /** The same as the options of WeChat's `wxLogin.js`, for a page that shows the QR in a frame. */
  readonly wxLogin?: {
    readonly appid: string;
    readonly scope: string;
    readonly redirectUri: string;
    readonly state: string;
  };
}

/** A channel: one way of proving who you are. */
export interface ChannelRules {
  /** Why this source supports the channel, as a sentence for the client; undefined if it does not. */
  suits(source: Source): string | undefined;
  /** Whether `auto` may choose it. Default: always. */
  fits?(asker: ClientTraits): boolean;
  /** Prepares what the browser shows. Outside of any transaction: it may ask WeChat. */
  open(setup: LoginContext, opening: ChannelStart): Promise<Shown>;
  /** What it shows is a picture of WeChat's, which is kept beside the attempt. */
  readonly byPicture?: true;
  /** The browser leaves for a page of WeChat's, and comes back with a code. */
  readonly byRedirect?: true;
  /** That page's address: the same one whenever the claim's holder asks. */
  link?(setup: LoginContext, source: Source, attempt: Attempt, claim: string): Link;
  /** Writes a new attempt and what goes with it; undefined where a random id was taken. Absent: its row alone. */
  insert?(setup: LoginContext, stores: Stores, attempt: Attempt, claim: string): Promise<Attempt | undefined>;
  /** The code to be sent: the same one whenever the claim's holder asks. */
  code?(setup: LoginContext, source: Source, attempt: Attempt, claim: string): ShownCode;
}

/** The code that the page shows, and the account to send it to. */
export interface ShownCode {
  readonly text: string;
  readonly sendTo: Pick<Source, "name" | "qr">;
}
