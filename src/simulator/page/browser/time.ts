/** The phones show China's time, wherever this page is opened. */
const timeZone = "Asia/Shanghai";

/** Formats hour and minute, and the day unless it is today. */
export function timeOf(at: string): string {
  const date = new Date(at);
  const lang = document.documentElement.lang;
  const time = date.toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit", hour12: false, timeZone });
  const day = (of: Date) => of.toLocaleDateString(lang, { month: "numeric", day: "numeric", timeZone });
  const year = (of: Date) => of.toLocaleDateString(lang, { year: "numeric", timeZone });
  const now = new Date();
  return day(date) === day(now) && year(date) === year(now) ? time : `${day(date)} ${time}`;
}
