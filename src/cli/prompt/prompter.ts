import type { Readable, Writable } from "node:stream";
import { confirm, isCancel, password, select, text } from "@clack/prompts";
import { CommandError } from "../failure.ts";
import { say } from "../say.ts";

/** Asks the user at a terminal. Ctrl-C or Esc ends the command without changes. */
export interface Prompter {
  /** Asks for a text. `initial` is the default; `fault` returns what is wrong with an answer, or undefined. */
  text(message: string, how: { initial?: string; fault: (answer: string) => string | undefined }): Promise<string>;
  /** Asks for a text that is not shown while it is typed. */
  secret(message: string, how: { fault: (answer: string) => string | undefined }): Promise<string>;
  choose(message: string, choices: readonly Choice[], initial?: string): Promise<string>;
  /** Asks a yes-or-no question. The default is no. */
  agree(message: string): Promise<boolean>;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & { readonly isTTY?: boolean };
}

const machine: Terminal = { input: process.stdin, output: process.stdout };

/** A prompter; undefined without a terminal. */
export function createPrompter({ input, output }: Terminal = machine): Prompter | undefined {
  if (!input.isTTY || !output.isTTY) return undefined;
  const at = { input, output };
  return {
    text: async (message, { initial, fault }) =>
      answered(
        await text({
          ...at,
          message,
          ...(initial === undefined ? {} : { placeholder: initial, defaultValue: initial }),
          validate: (typed) => fault(typed?.trim() || (initial ?? "")),
        }),
      ).trim(),
    secret: async (message, { fault }) =>
      answered(await password({ ...at, message, validate: (typed) => fault((typed ?? "").trim()) })).trim(),
    choose: async (message, choices, initial) =>
      answered(
        await select({
          ...at,
          message,
          options: [...choices],
          ...(initial === undefined ? {} : { initialValue: initial }),
        }),
      ),
    agree: async (message) =>
      answered(await confirm({ ...at, message, active: say`Yes`, inactive: say`No`, initialValue: false })),
  };
}

function answered<T>(answer: T): Exclude<T, symbol> {
  if (isCancel(answer)) throw new CommandError(say`stopped. Nothing was changed.`);
  return answer as Exclude<T, symbol>;
}
