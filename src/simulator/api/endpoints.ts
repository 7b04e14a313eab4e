// All simulated calls of WeChat's API.
import type { Endpoint } from "./endpoint.ts";
import { menuEndpoints } from "./menu/endpoints.ts";
import { customEndpoints } from "./message/custom.ts";
import { subscribeEndpoints } from "./message/subscribe.ts";
import { templateEndpoints } from "./message/template.ts";
import { codeEndpoints } from "./mini-program/codes.ts";
import { linkEndpoints } from "./mini-program/link-endpoints.ts";
import { phoneEndpoints } from "./mini-program/phone.ts";
import { sessionEndpoints } from "./mini-program/session.ts";
import { networkEndpoints } from "./network/endpoints.ts";
import { qrcodeEndpoints } from "./qrcode/endpoints.ts";
import { quotaEndpoints } from "./quota/endpoints.ts";
import { ticketEndpoints } from "./ticket/endpoints.ts";
import { tokenEndpoints } from "./token/endpoints.ts";
import { blacklistEndpoints } from "./user/blacklist.ts";
import { userEndpoints } from "./user/endpoints.ts";
import { tagEndpoints } from "./user/tags.ts";

const find = (path: string): Endpoint | undefined => endpoints.find((endpoint) => endpoint.path === path);

/** Every call that returns JSON or an image, except those of OAuth. */
export const endpoints: readonly Endpoint[] = [
  ...tokenEndpoints,
  ...quotaEndpoints(find),
  ...networkEndpoints,
  ...qrcodeEndpoints,
  ...codeEndpoints,
  ...sessionEndpoints,
  ...phoneEndpoints,
  ...linkEndpoints,
  ...userEndpoints,
  ...tagEndpoints,
  ...blacklistEndpoints,
  ...ticketEndpoints,
  ...menuEndpoints,
  ...customEndpoints,
  ...templateEndpoints,
  ...subscribeEndpoints,
];
