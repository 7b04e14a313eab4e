/** A person's public profile, cleaned for storing and showing. */
export interface Profile {
  readonly name?: string;
  /** An https address. */
  readonly avatar?: string;
}

const longestName = 64;
const longestAddress = 1024;

/** Controls, and the invisible characters that turn a line of text around (Unicode's Cc, Cf but joiners, Zl, Zp). */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]/gu;

/**
 * Invisible characters: spaces, fillers and joiners, and combining marks without a base. Unicode does not count the
 * blanks of Braille, of musical notation and of hieroglyphs as ignorable.
 */
const blank = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{M}\u2800\u{1d159}\u{13441}\u{13442}]/gu;

/**
 * A profile from WeChat, cleaned: its nickname may hold any character, and its picture may be any text. A name
 * without a visible character counts as absent.
 */
export function readProfile(nickname: string | undefined, avatarUrl: string | undefined): Profile {
  const name = shorten((nickname ?? "").toWellFormed().replace(unseen, "").trim());
  const avatar = avatarUrl === undefined ? undefined : pictureAddress(avatarUrl.trim());
  return { ...(name.replace(blank, "") === "" ? {} : { name }), ...(avatar === undefined ? {} : { avatar }) };
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** At most 64 UTF-16 units, without cutting a visible character. */
function shorten(text: string): string {
  let short = "";
  for (const { segment } of graphemes.segment(text.slice(0, 4 * longestName))) {
    if (short.length + segment.length > longestName) break;
    short += segment;
  }
  return short.trim();
}

/**
 * WeChat returns many pictures with `http://`, and serves them by https too, which pages need. An address with a port
 * is kept out, because that port does not serve https.
 */
function pictureAddress(text: string): string | undefined {
  const url = text.length <= longestAddress ? URL.parse(text, "http://wechat.invalid") : null;
  if (!url || url.host === "wechat.invalid") return undefined;
  if (url.protocol === "http:" && url.port === "") url.protocol = "https:";
  return url.protocol === "https:" ? url.href : undefined;
}
