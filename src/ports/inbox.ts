/** Pushes that have been dealt with, so that each has one effect and one answer. */
export interface Inbox {
  /**
   * The reply that was given to this push. Undefined if the push is new: it is then claimed by this transaction,
   * which has to `answer` or to `release` it before it ends.
   */
  claim(push: PushId): Promise<Answered | undefined>;
  /** Gives a claimed push back, as if it had not been seen. */
  release(push: PushId): Promise<void>;
  /** Stores the reply, once only, claimed or not. Returns the stored reply: an earlier one if there was one. */
  answer(push: PushId, answer: Answered, at: number): Promise<Answered>;
  /**
   * Holds a push that is passed on to a backend, until it is answered or `until`: true where nobody else holds it now.
   * Whoever holds it may hold it on.
   */
  hold(push: PushId, holder: string, until: number, now: number): Promise<boolean>;
  /** Binds a nonce to one message: true where it was free or bound to this fingerprint before. */
  bindNonce(appid: string, nonce: DatedNonce, fingerprint: string): Promise<boolean>;
}

/** What a push is told apart by: all of it is the same in each delivery. */
export interface PushId {
  readonly appid: string;
  readonly key: string;
  /** Unix seconds, as WeChat dates it. */
  readonly createTime: number;
}

/** The nonce of a signature, with the date that is signed with it, in Unix seconds. */
export interface DatedNonce {
  readonly timestamp: number;
  readonly nonce: string;
}

/** `reply` is what the caller encoded it as; undefined where the push was acknowledged without words. */
export interface Answered {
  readonly reply?: string;
}

/** A push that is passed on to a backend. */
export interface HeldPush {
  /** Present once it is answered. */
  readonly answer?: Answered;
  /** Until when it is held at most, in milliseconds since the epoch. */
  readonly until?: number;
}
