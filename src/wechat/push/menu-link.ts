/**
 * A link for a text reply. A tap sends `text` as the person's message, with `menuId` as its `bizmsgmenuid`. Desktop
 * clients may show it as plain text and a test account drops the id: offer something to type as well.
 *
 * @param text What a tap says. Not empty.
 * @param menuId A whole number from 0; public, so never a secret.
 * @param label What is shown, without angle brackets. Default: `text`.
 * @throws {TypeError} for an empty `text` or another `menuId`.
 */
export function menuLink(text: string, menuId: number, label: string = text): string {
  if (text === "") throw new TypeError("text must not be empty");
  if (!Number.isSafeInteger(menuId) || menuId < 0) throw new TypeError("menuId must be a whole number from 0");
  const content = encodeURIComponent(text.toWellFormed());
  return `<a href="weixin://bizmsgmenu?msgmenucontent=${content}&msgmenuid=${menuId}">${label.replace(/[<>]/g, "")}</a>`;
}
