/** Hour and minute; the day too when it is not today's. */
export function timeOf(at: string): string {
  const date = new Date(at);
  const time = date.toLocaleTimeString(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
  if (date.toDateString() === new Date().toDateString()) return time;
  return `${date.getMonth() + 1}/${date.getDate()} ${time}`;
}
