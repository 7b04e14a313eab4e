import type { Attempt } from "../../domain/attempt.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext, Source } from "../context.ts";

/** An attempt that is being opened. */
export interface ChannelStart {
  readonly source: Source;
  /** The attempt's id, and the hash of the claim that its holder will present. */
  readonly id: string;
  readonly claim: string;
  readonly scene: string;
  /** How long the attempt stays pending, in milliseconds. */
  readonly lifetime: number;
}

/** What a channel shows in the browser. A channel may replace the scene. */
export type Shown = Pick<Attempt, "content"> &
  Partial<Pick<Attempt, "scene">> & {
    /** The minimum number of digits of its code. */
    readonly codeLength?: number;
    /** A picture that only WeChat can draw, as a data URI. */
    readonly image?: string;
  };

/** What a channel's choice depends on, of the client of a new attempt. */
export interface ClientTraits {
  /** Whether the page is open in WeChat's own browser. */
  readonly isInWechat: boolean;
  /** Whether it is a browser on a phone, outside WeChat: it cannot scan its own screen. */
  readonly isPhone: boolean;
  /** Whether its claim is in a cookie. WeChat sends the browser back without any other claim. */
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

/** A channel: one way for a person to sign in. */
export interface ChannelRules {
  /** Why this source supports the channel, as a sentence for the client; undefined if it does not. */
  suits(source: Source): string | undefined;
  /** Whether `auto` may choose it. Default: always. */
  fits?(asker: ClientTraits): boolean;
  /** Prepares what the browser shows. Runs outside of any transaction, because it may call WeChat. */
  open(setup: LoginContext, opening: ChannelStart): Promise<Shown>;
  /** The channel shows a picture drawn by WeChat, which is stored with the attempt. */
  readonly byPicture?: true;
  /** The browser goes to a page of WeChat, which sends it back with a code. */
  readonly byRedirect?: true;
  /** The address of that page. It is the same for every request of the claim's holder. */
  link?(setup: LoginContext, source: Source, attempt: Attempt, claim: string): Link;
  /**
   * Writes a new attempt and its further rows. Returns undefined if a random id was taken. Default: writes the
   * attempt's row.
   */
  insert?(setup: LoginContext, stores: Stores, attempt: Attempt, claim: string): Promise<Attempt | undefined>;
  /** The code to be sent. It is the same for every request of the claim's holder. */
  code?(setup: LoginContext, source: Source, attempt: Attempt, claim: string): ShownCode;
}

/** The code that the page shows, and the account to send it to. */
export interface ShownCode {
  readonly text: string;
  readonly sendTo: Pick<Source, "name" | "qr">;
}
