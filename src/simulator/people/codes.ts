import { dropOldest } from "../../base/drop-oldest.ts";

/** A code that a mini-program's page got for a person. Times are Unix seconds. */
export interface MiniProgramCode {
  readonly kind: "login" | "phone";
  readonly appid: string;
  /** The person's name in this world. */
  readonly person: string;
  readonly issuedAt: number;
  usedAt: number | undefined;
}

/** The codes of all mini-programs. The oldest are dropped. The exchange marks a code with `usedAt`. */
export interface MiniProgramCodes {
  add(value: string, code: MiniProgramCode): void;
  get(value: string): MiniProgramCode | undefined;
}

const remembered = 20_000;

export function createMiniProgramCodes(): MiniProgramCodes {
  const codes = new Map<string, MiniProgramCode>();
  return {
    add(value, code) {
      codes.set(value, code);
      dropOldest(codes, remembered);
    },
    get: (value) => codes.get(value),
  };
}
