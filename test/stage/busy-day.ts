import type { createQrQuota } from "../../src/login/transition/qr-quota.ts";

/** QRs of the day's quota that others have used when a test begins. Two are left before the reserve. */
const madeByOthers = 89_998;

/** A quota of QRs, for `vi.mock`, of which others have used that many at each source's first use. */
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
