import type { Push, Reply } from "../../wechat/index.ts";
import type { Keyword, Source } from "../context.ts";

/** The configured reply to a message that is not ours: the first keyword that matches, else the general one. */
export function autoReply(source: Source, push: Push): Reply | undefined {
  const { keywords, other } = source.replies;
  if (push.type === "event") return undefined;
  return keywords.find(({ words, match }) => firstOf(words, match, push.content ?? ""))?.reply ?? other;
}

/** Whether a message is one of these words, or has one inside; capitals and widths aside. */
function firstOf(words: readonly string[], match: Keyword["match"], message: string): boolean {
  if (words.length === 0) return false;
  const text = message.normalize("NFKC").trim().toLowerCase();
  return foldedOf(words).some((word) => (match === "exact" ? text === word : text.includes(word)));
}

/** The configuration's lists, each folded once: every message is held against them. */
const folded = new WeakMap<readonly string[], readonly string[]>();

function foldedOf(words: readonly string[]): readonly string[] {
  const known = folded.get(words) ?? words.map((word) => word.normalize("NFKC").toLowerCase());
  folded.set(words, known);
  return known;
}
