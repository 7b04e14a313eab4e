import type { Language } from "../domain/language.ts";

/** Sends text messages. */
export interface SmsSender {
  /**
   * Resolves when the provider has accepted the message; delivery cannot be confirmed. Takes at most 10 s. Called
   * once a message: a sender does not retry by itself, because each try may cost money.
   *
   * @throws {SmsFailed} If it was not accepted, or if that is not known.
   */
  send(message: SmsMessage): Promise<void>;
}

export interface SmsMessage {
  /** Names this message, so that a provider that was sent it twice can send it once. Tells nothing of the person. */
  readonly id: string;
  /** E.164, as in +8613800138000. */
  readonly to: string;
  /**
   * Six digits; absent: the SMS only says that there is something to read on the site, without a name and without a
   * link.
   */
  readonly code?: string;
  /** How long the code is good for; present with a code. */
  readonly minutes?: number;
  /** What is signed in to, for providers that take free text. */
  readonly site: string;
  readonly language: Language;
  /** Which of the operator's templates says it, where it joins an account or has no code; absent: the usual one. */
  readonly template?: string;
}

/**
 * Why an SMS was not sent. `number`: the provider does not send to this number. `busy`: too many at the moment.
 * `setup`: keys, signature, template or balance, for the operator to fix. `away`: no response, so that it may have
 * been sent.
 */
export type SmsFailure = "number" | "busy" | "setup" | "away";

/** `message` is for the log: the provider's own words and codes, without the number. */
export class SmsFailed extends Error {
  override name = "SmsFailed";
  readonly failure: SmsFailure;

  constructor(failure: SmsFailure, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.failure = failure;
  }
}
