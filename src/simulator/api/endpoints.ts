import type { Endpoint } from "./endpoint.ts";
import { networkEndpoints } from "./network/endpoints.ts";
import { qrcodeEndpoints } from "./qrcode/endpoints.ts";
import { quotaEndpoints } from "./quota/endpoints.ts";
import { tokenEndpoints } from "./token/endpoints.ts";

const find = (path: string): Endpoint | undefined => endpoints.find((endpoint) => endpoint.path === path);

/** Every call with an answer in JSON (or an image) but those of OAuth. */
export const endpoints: readonly Endpoint[] = [
  ...tokenEndpoints,
  ...qrcodeEndpoints,
  ...quotaEndpoints((path) => find(path)),
  ...networkEndpoints,
];
