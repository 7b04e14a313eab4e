/** The languages of Saoma's texts. */
export const languages = ["zh-CN", "en"] as const;

export type Language = (typeof languages)[number];

/**
 * The language for a browser, from its `Accept-Language` (RFC 9110, section 12.5.4); Chinese if the header names
 * neither. Weights are respected, regions are not.
 */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  const ranges = (acceptLanguage ?? "").slice(0, 256).split(",").map(weighted);
  const known = ranges.filter(({ language, weight }) => language !== undefined && weight > 0);
  known.sort((a, b) => b.weight - a.weight);
  return known[0]?.language ?? "zh-CN";
}

function weighted(range: string): { language: Language | undefined; weight: number } {
  const [tag = "", ...parameters] = range.toLowerCase().split(";");
  const q = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith("q="));
  const weight = q === undefined ? 1 : Number(q.slice(2));
  return { language: spoken(tag.trim()), weight: Number.isFinite(weight) ? weight : 0 };
}

function spoken(tag: string): Language | undefined {
  const primary = tag.split("-")[0];
  if (primary === "zh") return "zh-CN";
  return primary === "en" ? "en" : undefined;
}
