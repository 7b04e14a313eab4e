import type Provider from "oidc-provider";
import { hmacSha256 } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";

/** What of a refresh token the library makes its value with. */
interface MadeToken {
  generateTokenId(): string;
}

/**
 * Makes the next refresh token out of the one that it takes the place of, so that a client whose answer was lost gets
 * the same again. With one of its own for everybody who shows the old one, a thief would go on beside the client, and
 * nobody would notice.
 */
export function deriveRefreshTokens(provider: Provider, current: () => typeof Provider.ctx, key: Secret): void {
  const tokens = provider.RefreshToken.prototype as unknown as MadeToken;
  const { generateTokenId } = tokens;
  tokens.generateTokenId = function next(this: MadeToken): string {
    const rotated = current()?.oidc.entities.RotatedRefreshToken;
    return rotated ? hmacSha256(key.reveal(), "openid-refresh-next", rotated.jti) : generateTokenId.call(this);
  };
}
