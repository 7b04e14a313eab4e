/** A time as the page writes it: in its language, and in the zone of the times in the chat, which the panel names. */
export function formatTime(time: string): string {
  const zone = { timeZone: "Asia/Shanghai" } as const;
  const lang = document.documentElement.lang;
  return new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "short", ...zone }).format(new Date(time));
}
