const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it may stand in a page, inside of an attribute too. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
