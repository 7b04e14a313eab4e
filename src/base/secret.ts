import { inspect } from "node:util";

const hidden = "[secret]";

/** A text that must not reach a log: every way to print it gives `[secret]`. {@link Secret.reveal} returns it. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The text itself, for the code that signs, encrypts or sends it. */
  reveal(): string {
    return this.#value;
  }

  /** Returns `[secret]`. */
  toString(): string {
    return hidden;
  }

  /** Returns `[secret]`, so that JSON never holds the text. */
  toJSON(): string {
    return hidden;
  }

  /** Returns `[secret]`, for `util.inspect` and `console.log`. */
  [inspect.custom](): string {
    return hidden;
  }
}
