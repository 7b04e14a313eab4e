/** The plain children of a push that occur once, by name, as sent. It has no prototype. */
export type PushFields = Readonly<Record<string, string>>;

/** How the console is set to write pushes. Official accounts know XML only. */
export type PushFormat = "xml" | "json";

/** What login reads. Each may occur once only, directly under the root, and hold nothing but text. */
export const loginFields: ReadonlySet<string> = new Set(
  "ToUserName FromUserName CreateTime MsgType Event EventKey Ticket Content MsgId bizmsgmenuid Encrypt".split(" "),
);

/** How deep the children that are skipped may nest. */
export const maxDepth = 8;

/** What could be read of a push. */
export interface GatheredFields {
  readonly fields: PushFields;
  /** Nothing is damaged. */
  readonly isWhole: boolean;
  /** Where the child begins that could not be read, if it was one. */
  readonly at?: number;
}

/** Gathers a push's children by the rules that both formats share. */
export interface FieldSink {
  /** Takes a child; false when it spoils the push. `text` is undefined for one that is no plain text, or nothing. */
  take(name: string, text: string | undefined, isNull?: boolean): boolean;
  readonly fields: PushFields;
}

export function createFieldSink(): FieldSink {
  const fields: Record<string, string> = Object.create(null);
  /** Those that cannot be told: they are no plain text, or there are several. */
  let skipped: Set<string> | undefined;
  return {
    fields,
    take(name, text, isNull = false) {
      const repeated = name in fields || skipped?.has(name) === true;
      if (loginFields.has(name) && (repeated || (text === undefined && !isNull))) return false;
      if (repeated) delete fields[name];
      if (repeated || text === undefined) skipped = (skipped ?? new Set()).add(name);
      else fields[name] = text;
      return true;
    },
  };
}
