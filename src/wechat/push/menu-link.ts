/**
 * Makes a link for a text reply. A tap sends `text` as the person's message, with `menuId` as its `bizmsgmenuid`.
 * Desktop clients may show it as plain text, and a test account drops the id: offer something to type as well.
 *
 * @param text What a tap sends. Not empty.
 * @param menuId A whole number from 0; it is public, never a secret.
 * @param label What is shown, without angle brackets. Default: `text`.
 * @throws {TypeError} if `text` is empty or `menuId` is not a whole number from 0.
 * @example
 * import { menuLink } from "saoma/wechat";
 *
 * const reply = { type: "text", text: `Is it you? ${menuLink("Yes", 1)} or reply 1` };
 */
export function menuLink(text: string, menuId: number, label: string = text): string {
  if (text === "") throw new TypeError("text must not be empty");
  if (!Number.isSafeInteger(menuId) || menuId < 0) throw new TypeError("menuId must be a whole number from 0");
  const content = encodeURIComponent(text.toWellFormed());
  return `<a href="weixin://bizmsgmenu?msgmenucontent=${content}&msgmenuid=${menuId}">${label.replace(/[<>]/g, "")}</a>`;
}
