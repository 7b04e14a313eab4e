import type Provider from "oidc-provider";
import { hmacSha256 } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";

/** The fields of a refresh token from which the library makes its value. */
interface MadeToken {
  generateTokenId(): string;
}

/**
 * Derives the next refresh token from the one that it replaces, so that a client whose answer was lost gets the same one
 * again. If each request with the old token got a different one, a thief could continue beside the client unnoticed.
 */
export function deriveRefreshTokens(provider: Provider, current: () => typeof Provider.ctx, key: Secret): void {
  const tokens = provider.RefreshToken.prototype as unknown as MadeToken;
  const { generateTokenId } = tokens;
  tokens.generateTokenId = function next(this: MadeToken): string {
    const rotated = current()?.oidc.entities.RotatedRefreshToken;
    return rotated ? hmacSha256(key.reveal(), "openid-refresh-next", rotated.jti) : generateTokenId.call(this);
  };
}
