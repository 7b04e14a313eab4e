import { type Mounted, newAddress } from "./browser.ts";
import { codeOf } from "./wechat.ts";

/**
 * Somebody opens the mini-program's page by its code, and taps "allow"; with WeChat's phone button where it is asked.
 * Returns the pairing code that the page shows then, if it does.
 */
export async function allowInMiniProgram(
  { name, number }: { readonly name: string; readonly number: string },
  { appid, scene }: { readonly appid: string; readonly scene: string },
  service: Mounted,
  origin: string,
): Promise<string | undefined> {
  const address = newAddress();
  const call = async (
    path: string,
    body: object,
    bearer?: string,
  ): Promise<{ session?: string; needsPhone?: boolean; pairingCode?: string }> => {
    const headers = { "content-type": "application/json", ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    const response = await service.fetch(new Request(`${origin}/mini-program/${appid}${path}`, init), { address });
    const answer = (await response.json()) as {
      session?: string;
      needsPhone?: boolean;
      pairingCode?: string;
      title?: string;
    };
    if (!response.ok) throw new Error(`the mini-program's page: ${response.status} ${answer.title}`);
    return answer;
  };
  const { session } = await call("/login", { code: codeOf(name) });
  const { needsPhone } = await call(`/attempts/${scene}/scan`, {}, session);
  const phone = needsPhone ? { phoneCode: codeOf(number) } : {};
  return (await call(`/attempts/${scene}/confirm`, phone, session)).pairingCode;
}
