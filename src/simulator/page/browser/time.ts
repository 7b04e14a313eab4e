/** WeChat's own clock, and the one that its chats name: the phones are in China, wherever this page is read. */
const timeZone = "Asia/Shanghai";

/** Hour and minute; the day too when it is not today's. */
export function timeOf(at: string): string {
  const date = new Date(at);
  const lang = document.documentElement.lang;
  const time = date.toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit", hour12: false, timeZone });
  const day = (of: Date) => of.toLocaleDateString(lang, { month: "numeric", day: "numeric", timeZone });
  const year = (of: Date) => of.toLocaleDateString(lang, { year: "numeric", timeZone });
  const now = new Date();
  return day(date) === day(now) && year(date) === year(now) ? time : `${day(date)} ${time}`;
}
