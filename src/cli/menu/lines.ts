import type { MenuButton, ShownButton } from "../../wechat/index.ts";

/** Formats a menu, one line for each button. */
export const menuLines = (buttons: readonly (MenuButton | ShownButton)[]): string[] =>
  buttons.flatMap((button) => {
    const inner = "buttons" in button ? button.buttons : [];
    if (inner.length === 0) return [lineOf(button)];
    return [button.name, ...inner.map((each) => `  ${lineOf(each)}`)];
  });

const fields = ["type", "key", "url", "appid", "pagePath", "mediaId", "articleId"] as const;

function lineOf(button: MenuButton | ShownButton): string {
  const { name, ...rest } = button as Readonly<Record<string, unknown>>;
  return [name, ...fields.map((field) => rest[field]).filter((value) => value !== undefined)].join("  ");
}

/** A diff of two menus: `-` before a removed line, `+` before an added one, a space before the others. */
export function changedLines(before: readonly string[], after: readonly string[]): string[] {
  const [first, ...rest] = before;
  if (first === undefined) return after.map((line) => `+ ${line}`);
  const at = after.indexOf(first);
  const skipped = at < 0 ? undefined : changedLines(rest, after.slice(at + 1));
  const dropped = changedLines(rest, after);
  if (skipped === undefined || kept(skipped) + 1 < kept(dropped)) return [`- ${first}`, ...dropped];
  return [...after.slice(0, at).map((line) => `+ ${line}`), `  ${first}`, ...skipped];
}

const kept = (lines: readonly string[]): number => lines.filter((line) => line.startsWith("  ")).length;
