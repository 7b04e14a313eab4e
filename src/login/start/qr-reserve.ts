import { hashBrowser } from "../../domain/claim.ts";
import { SaomaError } from "../../domain/errors.ts";
import { accountOfMark } from "../../domain/known-browser.ts";
import type { LoginContext } from "../context.ts";
import type { QrQuota } from "../transition/qr-quota.ts";
import type { SelectedChannel } from "./select-channel.ts";
import type { StartRequest } from "./start-request.ts";

/** How much of a source's reserve the browsers of one account may use in a day, together. */
const perAccount = { times: 20, per: 24 * 3600_000 };

/** WeChat would make a QR, but the rest of the day's quota is reserved for known browsers. */
export class QrReserved extends SaomaError {
  constructor({ name }: { readonly name: string }) {
    super("channel_unavailable", { detail: `the rest of the day's QRs of ${name} is kept for browsers with a mark` });
  }
}

/**
 * Reserves the last of a day's QRs for browsers that people have signed in with, so that strangers cannot use them up.
 */
export interface QrReserve {
  /** @throws {QrReserved} if only the reserve is left and this browser is unknown or has used its part. */
  admit(chosen: Pick<SelectedChannel, "channel" | "source">, request: StartRequest): Promise<void>;
}

export function createQrReserve({ store, limits }: LoginContext, qrQuota: QrQuota): QrReserve {
  return {
    async admit({ channel, source }, { browserSecret }) {
      if (channel !== "official-account-qr" || !(await qrQuota.isReserveLeft(source))) return;
      const mark = browserSecret === undefined ? undefined : await store.read.browserMark(hashBrowser(browserSecret));
      if (mark === undefined) throw new QrReserved(source);
      const hit = await limits.hit(`qr-reserve:${source.appid}:${accountOfMark(mark)}`, perAccount);
      if (!hit.allowed) throw new QrReserved(source);
    },
  };
}
