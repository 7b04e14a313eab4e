import type { createQrQuota } from "../../src/login/transition/qr-quota.ts";

/** Of the day's QRs these were made by others when a test begins: two are left before the reserve. */
const madeByOthers = 89_998;

/** The count of QRs on a day on which others have made so many, for `vi.mock`. */
export const onBusyDay =
  (create: typeof createQrQuota): typeof createQrQuota =>
  (setup) => {
    const quota = create(setup);
    const begun = new Set<string>();
    const begin = (appid: string): void => {
      if (begun.has(appid)) return;
      begun.add(appid);
      for (let n = 0; n < madeByOthers; n++) quota.count({ appid, name: "别人" });
    };
    return {
      count(source) {
        begin(source.appid);
        quota.count(source);
      },
      async isReserveLeft(source) {
        begin(source.appid);
        return quota.isReserveLeft(source);
      },
    };
  };
