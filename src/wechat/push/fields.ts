/** The plain children of a push that occur once, by name, as sent. The object has no prototype. */
export type PushFields = Readonly<Record<string, string>>;

/** How the console is set to write pushes. Official accounts know XML only. */
export type PushFormat = "xml" | "json";

/**
 * The fields that a sign-in depends on. Each may occur only once, directly under the root, and may contain only text.
 */
export const loginFields: ReadonlySet<string> = new Set(
  "ToUserName FromUserName CreateTime MsgType Event EventKey Ticket Content MsgId bizmsgmenuid Encrypt".split(" "),
);

/** How deep the children that are skipped may nest. */
export const maxDepth = 8;

/** The part of a push that could be read. */
export interface GatheredFields {
  readonly fields: PushFields;
  /** Whether the whole push could be read. */
  readonly isWhole: boolean;
  /** Where the child that could not be read begins, if the damage is in a child. */
  readonly at?: number;
}

/** Gathers a push's children by the rules that both formats share. */
export interface FieldSink {
  /**
   * Adds a child. Returns false if the push must be refused because of it. `text` is undefined for a child that is not
   * plain text.
   */
  take(name: string, text: string | undefined, isNull?: boolean): boolean;
  readonly fields: PushFields;
}

export function createFieldSink(): FieldSink {
  const fields: Record<string, string> = Object.create(null);
  /** The names left out: their child is not plain text, or occurs more than once. */
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
