import type { Push, Reply } from "../../wechat/index.ts";
import type { Keyword, Source } from "../context.ts";

/**
 * The configured reply to a message that is not part of a sign-in: that of the first matching keyword, else the general
 * one.
 */
export const autoReply = (source: Source, push: Push): Reply | undefined =>
  push.type === "event" ? undefined : (keywordReply(source, push) ?? source.replies.other);

/** The configured reply of the first keyword that a message has. */
export const keywordReply = ({ replies }: Source, { type, content = "" }: Push): Reply | undefined =>
  type === "event" ? undefined : replies.keywords.find(({ words, match }) => firstOf(words, match, content))?.reply;

/** The first of these words that the message is, or contains, ignoring case and width. */
function firstOf(words: readonly string[], match: Keyword["match"], message: string): boolean {
  if (words.length === 0) return false;
  const text = message.normalize("NFKC").trim().toLowerCase();
  return foldedOf(words).some((word) => (match === "exact" ? text === word : text.includes(word)));
}

/** The configured words in folded form, cached because every message is compared with them. */
const folded = new WeakMap<readonly string[], readonly string[]>();

function foldedOf(words: readonly string[]): readonly string[] {
  const known = folded.get(words) ?? words.map((word) => word.normalize("NFKC").toLowerCase());
  folded.set(words, known);
  return known;
}
