import type { Attempt, Channel } from "../../domain/attempt.ts";
import type { Setup, Source } from "../setup.ts";
import { officialAccountQr } from "./official-account-qr.ts";

/** An attempt that is being opened. */
export interface Opening {
  readonly source: Source;
  readonly scene: string;
  /** How long the attempt waits for somebody, in milliseconds. */
  readonly lifetime: number;
}

/** What a channel shows the browser. */
export type Shown = Pick<Attempt, "content">;

/** One way of proving who you are, as far as it differs from the others. */
export interface ChannelRules {
  /** Why this source can do it, as a sentence for whoever asks; undefined where it cannot. */
  suits(source: Source): string | undefined;
  /** Prepares what the browser shows. Outside of any transaction: it may ask WeChat. */
  open(setup: Setup, opening: Opening): Promise<Shown>;
}

/** Every channel, the one that asks least of people first. */
export const channels: Readonly<Record<Channel, ChannelRules>> = {
  "official-account-qr": officialAccountQr,
};
