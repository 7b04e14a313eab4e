import { hashBrowser } from "../../domain/claim.ts";
import { SaomaError } from "../../domain/errors.ts";
import { accountOfMark } from "../../domain/known-browser.ts";
import type { LoginContext } from "../context.ts";
import type { QrQuota } from "../transition/qr-quota.ts";
import type { SelectedChannel } from "./select-channel.ts";
import type { StartRequest } from "./start-request.ts";

/** What one account's browsers get of a source's reserve in a day, together. */
const perAccount = { times: 20, per: 24 * 3600_000 };

/** WeChat would give a QR, but the rest of the day's is kept for others. */
export class QrReserved extends SaomaError {
  constructor({ name }: { readonly name: string }) {
    super("channel_unavailable", { detail: `the rest of the day's QRs of ${name} is kept for browsers with a mark` });
  }
}

/** Keeps the last of a day's QRs for browsers that people have signed in with, so that no stranger uses them up. */
export interface QrReserve {
  /** @throws {QrReserved} Where only the reserve is left, and this browser has no part in it, or used its part up. */
  admit(chosen: Pick<SelectedChannel, "channel" | "source">, request: StartRequest): Promise<void>;
}

export function createQrReserve({ store, limits }: LoginContext, qrQuota: QrQuota): QrReserve {
  return {
    async admit({ channel, source }, { browserSecret }) {
      if (channel !== "official-account-qr" || !qrQuota.isReserveLeft(source)) return;
      const mark = browserSecret === undefined ? undefined : await store.read.browserMark(hashBrowser(browserSecret));
      if (mark === undefined) throw new QrReserved(source);
      const hit = await limits.hit(`qr-reserve:${source.appid}:${accountOfMark(mark)}`, perAccount);
      if (!hit.allowed) throw new QrReserved(source);
    },
  };
}
